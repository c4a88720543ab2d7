// @vitest-environment node
import { expect, test } from "vitest";
import { draw } from "../../../test-support/golden";
import { lumaOf, qualityFlags } from "./quality";

const RULE = { small_below_px: 64, blurred_below: 4, dark_below: 30, bright_above: 200 };

const flat = (grey: number) => draw({ formula: "flat", width: 8, height: 8, color: [grey, grey, grey] });
const checks = draw({ formula: "checks", width: 8, height: 8, cell: 2 });

test("a sharp crop of medium brightness and enough pixels has no flag", () => {
  expect(qualityFlags(checks, 64, RULE)).toEqual([]);
});

test("each flag has its cause, and a limit itself is not beyond it", () => {
  expect(qualityFlags(checks, 63, RULE)).toEqual(["small"]);
  expect(qualityFlags(flat(30), 64, RULE)).toEqual(["blurred"]);
  expect(qualityFlags(flat(29), 64, RULE)).toEqual(["blurred", "dark"]);
  expect(qualityFlags(flat(200), 64, RULE)).toEqual(["blurred"]);
  expect(qualityFlags(flat(201), 64, RULE)).toEqual(["blurred", "bright"]);
});

test("green is the brightest colour and blue the darkest", () => {
  const [red, green, blue] = lumaOf({ width: 3, height: 1, data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255) });
  expect(red).toBeCloseTo(76.245);
  expect(green).toBeCloseTo(149.685);
  expect(blue).toBeCloseTo(29.07);
});
