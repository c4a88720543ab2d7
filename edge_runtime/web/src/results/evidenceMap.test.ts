import { expect, test } from "vitest";
import { fakeCanvas, withoutCanvas } from "../../test-support/fakeCanvas";
import { evidenceMapUrl, evidencePixels, peakOf } from "./evidenceMap";

test("red speaks for fake, blue for real, clear for neither", () => {
  const pixels = [...evidencePixels([[4, 0], [-2, 9]], 4)];
  expect(pixels.slice(0, 4)).toEqual([214, 24, 48, 150]);
  expect(pixels[7]).toBe(0);
  expect(pixels.slice(8, 12)).toEqual([32, 96, 220, 75]);
  expect(pixels[15]).toBe(150);
});

test("the peak is the strongest evidence of either kind", () => {
  expect(peakOf([[[1, -5]], [[3]]])).toBe(5);
  expect(peakOf([[[0]]])).toBe(1);
  expect(peakOf([])).toBe(1);
});

test("a map is drawn pixel by pixel, then enlarged smoothly", () => {
  const drawn = fakeCanvas();
  expect(evidenceMapUrl([[1, 0, 0], [0, 0, -1]], 1)).toMatch(/^data:image\/png/);
  expect(drawn.map(({ element }) => [element.width, element.height])).toEqual([[3, 2], [256, 256]]);
  const [small, large] = drawn;
  const [put] = small?.calls ?? [];
  expect(put?.[0]).toBe("putImageData");
  expect(put?.[1]).toMatchObject({ width: 3 });
  expect(large?.calls).toEqual([["drawImage", small?.element, 0, 0, 256, 256]]);
});

test("a browser without a canvas says so", () => {
  withoutCanvas();
  expect(() => evidenceMapUrl([[1]], 1)).toThrow("no 2D canvas");
});
