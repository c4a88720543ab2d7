// @vitest-environment node
import { expect, test } from "vitest";
import { draw } from "../../../test-support/golden";
import { cutMirrored, foldMirrored } from "./mirrorTiling";

test("copies are mirrored at each seam, across and down", () => {
  const picture = draw({ formula: "noise", width: 4, height: 4, seed: 1 });
  const { width, data } = cutMirrored(picture, { left: 0, top: 0, right: 4, bottom: 4 }, 4, 10);
  const at = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
  expect(width).toBe(10);
  for (let x = 0; x < 4; x++) {
    expect(at(7 - x, 0)).toEqual(at(x, 0));
    expect(at(0, 7 - x)).toEqual(at(0, x));
  }
  expect(at(8, 8)).toEqual(at(0, 0));
});

test("evidence of the copies is averaged where they show the same place", () => {
  // Four rows and columns of evidence, two for each copy: 0 1 1 0.
  const evidence = [
    [1, 2, 4, 3],
    [5, 6, 6, 5],
    [5, 6, 6, 5],
    [1, 2, 4, 3],
  ];
  expect(foldMirrored(evidence, 2, 4)).toEqual([
    [2, 3],
    [5, 6],
  ]);
});
