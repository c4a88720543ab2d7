// @vitest-environment node
import { expect, test } from "vitest";
import { colourfulnessOf } from "./colourfulness";

const ofRow = (...pixels: [number, number, number][]) =>
  colourfulnessOf({ width: pixels.length, height: 1, data: Uint8Array.from(pixels.flat()) });

test("greys have no colour", () => {
  expect(ofRow([0, 0, 0], [99, 99, 99], [255, 255, 255])).toBe(0);
});

test("one colour counts by its distance from grey", () => {
  // Red minus green is 100, yellow minus blue 150.
  expect(ofRow([200, 100, 0], [200, 100, 0])).toBeCloseTo(0.3 * Math.sqrt(100 ** 2 + 150 ** 2), 9);
});

test("colourfulness grows with the spread of colours", () => {
  // Red minus green is 100 and -100, yellow minus blue 50 and 50.
  expect(ofRow([100, 0, 0], [0, 100, 0])).toBeCloseTo(100 + 0.3 * 50, 9);
  // Red minus green is 0 and 0, yellow minus blue -200 and 100.
  expect(ofRow([0, 0, 200], [100, 100, 0])).toBeCloseTo(150 + 0.3 * 50, 9);
});
