import { render, screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { expectAccessible } from "../../test-support/accessibility";
import { changed, explanation } from "../../test-support/explanation";
import { fakeCanvas } from "../../test-support/fakeCanvas";
import { failed, picture, scanned } from "../../test-support/pictures";
import type { Picture } from "../pictures/pictureList";
import { Problem } from "../results/problem";
import { Detail } from "./Detail";

const THRESHOLDS = { real_at: 0.2, fake_at: 0.8 };

const show = (shown: Picture) => render(<Detail picture={shown} thresholds={THRESHOLDS} />).container;

beforeEach(() => {
  fakeCanvas();
});

test("a picture that waits is shown with its name", () => {
  show(picture(1, { kind: "waiting" }, "my_long_name.png"));
  const detail = screen.getByRole("article", { name: "my_long_name.png" });
  within(detail).getByText("WAITING");
  within(detail).getByText("Being judged…");
  expect(screen.getByRole<HTMLImageElement>("img").src).toBe("blob:1");
  expect(screen.queryByRole("table")).toBeNull();
});

test("a long name may break after each underscore", () => {
  show(picture(1, { kind: "waiting" }, "my_long_name.png"));
  const parts = [...screen.getByRole("heading", { level: 2 }).childNodes].map((node) => node.textContent || node.nodeName);
  expect(parts).toEqual(["my_", "WBR", "long_", "WBR", "name.png", "WBR"]);
});

test("a judged picture has verdict, probability, reasons and regions", () => {
  show(scanned(1, explanation("FAKE")));
  expect(screen.getAllByText("FAKE").length).toBeGreaterThan(0);
  screen.getByRole("img", { name: /^Probability 90/ });
  screen.getByText("The whole picture was judged; no face was found.");
  expect(screen.getByRole("table", { name: "What was judged" })).toBeTruthy();
});

test("the reason stands under the verdict, and there is none under a clear one", () => {
  const capped = changed(explanation("UNSURE"), { reasons: ["no_colour", "faces_omitted"], faces_omitted: 4 });
  expect(show(scanned(1, capped)).querySelector("header + .capped")?.textContent).toBe(
    "black and white; 4 faces more than are judged",
  );
  expect(show(scanned(2, explanation("FAKE"))).querySelector(".capped")).toBeNull();
});

test("it says that the picture was turned", () => {
  show(scanned(1, changed(explanation("REAL", {}), { rotated: 270 })));
  screen.getByText(/^400 × 300 px, turned 270° · 10 ms/);
  screen.getByText(/^The picture was turned clockwise by 270°/);
});

test("it says how large the picture is, how long it took, and where it was judged", () => {
  show(scanned(1, explanation("REAL")));
  screen.getByText("400 × 300 px · 10 ms · litert on cpu, on the server");
});

test("a result of the browser's engine says so", () => {
  const answer = explanation("REAL");
  const runtime = { ...answer.result.runtime, backend: "litert.js" };
  show(scanned(1, { ...answer, result: { ...answer.result, runtime } }));
  screen.getByText(/litert\.js on cpu, in this browser$/);
});

test("a failed scan says why in plain words, with the code and the details", () => {
  const { result } = explanation("REAL");
  const failure = { code: "too_small", message: "9 pixels" } as const;
  show(failed(1, new Problem("too_small", "9 pixels", { ...result, failure })));
  screen.getByText("FAILED");
  screen.getByText("The picture is too small to judge.");
  const code = screen.getByText("too_small");
  expect(code.parentElement?.textContent).toBe("too_small 9 pixels");
});

test("a problem without a result gives its own message, once", () => {
  show(failed(1, new Problem("unreachable", "The server does not answer.")));
  expect(screen.getAllByText("The server does not answer.")).toHaveLength(1);
  screen.getByText("unreachable");
});

test.each<[string, Picture]>([
  ["waiting", picture(1)],
  ["failed", failed(1)],
  ["scanned", scanned(1, explanation("UNSURE", { reasons: ["unstable"], quality: ["dark"] }))],
])("a %s picture is accessible", async (_state, shown) => {
  await expectAccessible(show(shown));
});
