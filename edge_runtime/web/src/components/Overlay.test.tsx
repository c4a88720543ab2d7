import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { explanation } from "../../test-support/explanation";
import { type DrawnCanvas, fakeCanvas } from "../../test-support/fakeCanvas";
import { scanned } from "../../test-support/pictures";
import type { Explanation } from "../results/explanation";
import type { Region } from "../results/result.types";
import { Overlay } from "./Overlay";

let drawn: DrawnCanvas[];

beforeEach(() => {
  drawn = fakeCanvas();
});

function show(answer: Explanation) {
  const { container } = render(<Overlay picture={scanned(1, answer)} explanation={answer} />);
  const all = (selector: string) => [...container.querySelectorAll(selector)];
  const numbers = (element: Element | undefined, ...names: string[]) =>
    names.map((name) => Number(element?.getAttribute(name)));
  return { all, numbers };
}

const boxed = (box: Region["box"]) => explanation("FAKE", { box, verdict: "REAL", probability: 0.1 });

test("the drawing has the picture's coordinates and shape", () => {
  const { all } = show(explanation("FAKE"));
  expect(all("svg")[0]?.getAttribute("viewBox")).toBe("0 0 400 300");
  expect((all(".stack")[0] as HTMLElement).style.aspectRatio).toBe("400 / 300");
});

test("a region's box lies where the region is, with its name and verdict", () => {
  const { all, numbers } = show(explanation("FAKE"));
  expect(all("g").map((group) => group.getAttribute("class"))).toEqual(["box fake"]);
  expect(numbers(all(".line")[0], "x", "y", "width", "height")).toEqual([10, 20, 100, 100]);
  expect(all("text")[0]?.textContent).toBe("face 1 FAKE");
});

test("lines and letters have a size that suits the picture", () => {
  const { all, numbers } = show(explanation("FAKE"));
  const unit = 400 / 100;
  expect(numbers(all(".line")[0], "stroke-width")[0]).toBeCloseTo(0.6 * unit);
  expect(numbers(all("text")[0], "font-size")[0]).toBeCloseTo(2.8 * unit);
});

test("the label stands above its box, or in it where there is no room", () => {
  const { all, numbers } = show(boxed({ left: 50, top: 10, right: 90, bottom: 60 }));
  const height = 16;
  const [first, second] = all(".label");
  expect(numbers(first, "x", "y", "height")).toEqual([10, 20 - height, height]);
  expect(numbers(second, "x", "y")).toEqual([50, 10]);
});

test("the label of a box that reaches outside stays in the picture", () => {
  const { all, numbers } = show(boxed({ left: -30, top: -20, right: 60, bottom: 70 }));
  expect(numbers(all(".label")[1], "x", "y")).toEqual([0, 0]);
  expect(numbers(all(".line")[1], "x", "y", "width", "height")).toEqual([-30, -20, 90, 90]);
});

test("evidence covers the square that it belongs to", () => {
  const answer = explanation("FAKE");
  const square = { left: -5, top: 5, right: 125, bottom: 135 };
  const { all, numbers } = show({ ...answer, evidence: [{ square, values: [[1, -1]] }] });
  expect(numbers(all("image")[0], "x", "y", "width", "height")).toEqual([-5, 5, 130, 130]);
});

test("all maps of a picture share one scale", () => {
  const answer = explanation("FAKE", {});
  const [first, second] = answer.evidence.map(({ square }) => square) as [Region["box"], Region["box"]];
  show({ ...answer, evidence: [{ square: first, values: [[4]] }, { square: second, values: [[-2]] }] });
  const alphas = drawn.flatMap(({ calls }) => calls.filter(([name]) => name === "putImageData"))
    .map(([, image]) => (image as ImageData).data[3]);
  expect(alphas).toEqual([150, 75]);
});

test("evidence and regions can be hidden, each by itself", () => {
  const { all } = show(explanation("FAKE"));
  const counts = () => [all("image").length, all("g").length];
  expect(counts()).toEqual([1, 1]);
  fireEvent.click(screen.getByRole("checkbox", { name: "Evidence" }));
  expect(counts()).toEqual([0, 1]);
  fireEvent.click(screen.getByRole("checkbox", { name: "Regions" }));
  expect(counts()).toEqual([0, 0]);
  fireEvent.click(screen.getByRole("checkbox", { name: "Evidence" }));
  expect(counts()).toEqual([1, 0]);
});
