import { expect, test } from "vitest";
import { heatPixels, peakOf } from "./evidenceMap";

test("red speaks for fake, blue for real, clear for neither", () => {
  const pixels = [...heatPixels([[4, 0], [-2, 9]], 4)];
  expect(pixels.slice(0, 4)).toEqual([214, 24, 48, 150]);
  expect(pixels[7]).toBe(0);
  expect(pixels.slice(8, 12)).toEqual([32, 96, 220, 75]);
  expect(pixels[15]).toBe(150);
});

test("the peak is the strongest evidence of either kind", () => {
  expect(peakOf([[[1, -5]], [[3]]])).toBe(5);
  expect(peakOf([[[0]]])).toBe(1);
});
