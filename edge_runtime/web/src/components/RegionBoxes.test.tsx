import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { explanation } from "../../test-support/explanation";
import type { Face, Region } from "../results/result.types";
import { RegionBoxes } from "./RegionBoxes";

const UNIT = 4;
const FACE = { left: 10, top: 20, right: 110, bottom: 120 };

function show(regions: readonly Region[], possible: Face[] = []) {
  const { container } = render(
    <svg>
      <RegionBoxes regions={regions} possible={possible} unit={UNIT} />
    </svg>,
  );
  const all = (selector: string) => [...container.querySelectorAll(selector)];
  const numbers = (element: Element | undefined, ...names: string[]) =>
    names.map((name) => Number(element?.getAttribute(name)));
  return { all, numbers };
}

const facesIn = (...boxes: Region["box"][]) => explanation("FAKE", ...boxes.map((box) => ({ box }))).result.regions.slice(1);

test("a region's box lies where the region is, with its name and verdict", () => {
  const { all, numbers } = show(explanation("FAKE", { box: FACE, verdict: "REAL" }).result.regions);
  expect(all("g").map((group) => group.getAttribute("class"))).toEqual(["box fake", "box real"]);
  expect(numbers(all(".line")[1], "x", "y", "width", "height")).toEqual([10, 20, 100, 100]);
  expect(all("text").map((text) => text.textContent)).toEqual(["whole picture FAKE", "face 1 REAL"]);
});

test("possible faces have thin lines, no label, and lie under the regions", () => {
  const possible = [{ box: { left: 1, top: 2, right: 4, bottom: 6 }, score: 0.6 }];
  const { all, numbers } = show(explanation("REAL").result.regions, possible);
  expect(all("g").map((group) => group.getAttribute("class"))).toEqual(["possible", "box real"]);
  const [thin, thick] = all(".line");
  expect(numbers(thin, "x", "y", "width", "height")).toEqual([1, 2, 3, 4]);
  expect(numbers(thin, "stroke-width")[0]).toBeLessThan(numbers(thick, "stroke-width")[0]! / 2);
  expect(all(".possible text")).toEqual([]);
});

test("beside faces the line of the whole picture is thin", () => {
  const widths = (regions: readonly Region[]) => {
    const { all, numbers } = show(regions);
    return all(".line").map((line) => numbers(line, "stroke-width")[0]! / UNIT);
  };
  expect(widths(explanation("FAKE", {}).result.regions)).toEqual([0.2, 0.6].map((each) => expect.closeTo(each, 6)));
  expect(widths(explanation("FAKE").result.regions)).toEqual([expect.closeTo(0.6, 6)]);
});

test("lines and letters have a size that suits the picture", () => {
  const { all, numbers } = show(facesIn(FACE));
  expect(numbers(all(".line")[0], "stroke-width")[0]).toBeCloseTo(0.6 * UNIT);
  expect(numbers(all("text")[0], "font-size")[0]).toBeCloseTo(2.8 * UNIT);
});

test("the label stands above its box, or in it where there is no room", () => {
  const { all, numbers } = show(facesIn(FACE, { left: 50, top: 10, right: 90, bottom: 60 }));
  const height = 16;
  const [first, second] = all(".label");
  expect(numbers(first, "x", "y", "height")).toEqual([10, 20 - height, height]);
  expect(numbers(second, "x", "y")).toEqual([50, 10]);
});

test("the label of a box that reaches outside stays in the picture", () => {
  const { all, numbers } = show(facesIn({ left: -30, top: -20, right: 60, bottom: 70 }));
  expect(numbers(all(".label")[0], "x", "y")).toEqual([0, 0]);
  expect(numbers(all(".line")[0], "x", "y", "width", "height")).toEqual([-30, -20, 90, 90]);
});
