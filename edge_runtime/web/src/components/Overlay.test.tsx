import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { changed, explanation } from "../../test-support/explanation";
import { fakeCanvas } from "../../test-support/fakeCanvas";
import { scanned } from "../../test-support/pictures";
import type { Explanation } from "../results/explanation";
import { Overlay } from "./Overlay";

const POSSIBLE = [{ box: { left: 1, top: 2, right: 4, bottom: 6 }, score: 0.6 }];

beforeEach(() => {
  fakeCanvas();
});

function show(answer: Explanation) {
  const { container } = render(<Overlay picture={scanned(1, answer)} explanation={answer} />);
  return (selector: string) => [...container.querySelectorAll(selector)];
}

test("the drawing has the picture's coordinates and shape", () => {
  const all = show(explanation("FAKE"));
  expect(all("svg")[0]?.getAttribute("viewBox")).toBe("0 0 400 300");
  expect((all(".stack")[0] as HTMLElement).style.aspectRatio).toBe("400 / 300");
  expect(Number(all("text")[0]?.getAttribute("font-size"))).toBeCloseTo(2.8 * 4);
});

test("a turned picture is shown as it was given", () => {
  const all = show(changed(explanation("FAKE"), { rotated: 90 }));
  expect(all("svg")[0]?.getAttribute("viewBox")).toBe("0 0 400 300");
});

test("possible faces are drawn and explained, where there are any", () => {
  expect(show(explanation("FAKE"))(".possible")).toEqual([]);
  expect(screen.queryByText(/possible face/)).toBeNull();
  const all = show(changed(explanation("FAKE"), { possible_faces: POSSIBLE }));
  expect(all(".possible")).toHaveLength(1);
  screen.getByText(/possible face, not judged/);
});

test("evidence and regions can be hidden, each by itself", () => {
  const all = show(changed(explanation("FAKE", {}), { possible_faces: POSSIBLE }));
  const counts = () => [all("image").length, all(".box").length, all(".possible").length];
  expect(counts()).toEqual([2, 2, 1]);
  fireEvent.click(screen.getByRole("checkbox", { name: "Evidence" }));
  expect(counts()).toEqual([0, 2, 1]);
  fireEvent.click(screen.getByRole("checkbox", { name: "Regions" }));
  expect(counts()).toEqual([0, 0, 0]);
  fireEvent.click(screen.getByRole("checkbox", { name: "Evidence" }));
  expect(counts()).toEqual([2, 0, 0]);
});
