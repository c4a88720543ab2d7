// @vitest-environment node
import { expect, test } from "vitest";
import { draw, numbersOf } from "../../../test-support/golden";
import { blockMeans } from "./blockMeans";
import { cutCrop, drawnIn, planCrop, planWhole } from "./geometry";
import type { Raster } from "./raster";
import { resizeWhole } from "./resize";
import type { Turn } from "./turning";

const at = ({ width, data }: Raster, x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];

const FACE = { left: 10, top: 20, right: 50, bottom: 120 };

test("the square around a face has a margin of its longer side", () => {
  expect(numbersOf(planCrop(FACE, 0.15, 0, 0))).toEqual([30 - 65, 70 - 65, 30 + 65, 70 + 65]);
});

test.each<[Turn, number[]]>([
  [0, [30, 70 + 10]],
  [90, [30 + 4, 70]],
  [180, [30, 70 - 10]],
  [270, [30 - 4, 70]],
])("turned by %i, the square is moved towards the chin by a share of the face's height", (turn, [x, y]) => {
  const { left, top, right, bottom } = planCrop(FACE, 0.15, 0.1, turn);
  expect([(left + right) / 2, (top + bottom) / 2]).toEqual([x, y]);
  expect([right - left, bottom - top]).toEqual([130, 130]);
});

test("a square is drawn in by a share of its side on each side", () => {
  expect(numbersOf(drawnIn({ left: 10, top: -20, right: 110, bottom: 80 }, 0.04))).toEqual([14, -16, 106, 76]);
});

test("the square of a whole picture is the largest in its middle", () => {
  expect(numbersOf(planWhole(400, 300))).toEqual([50, 0, 350, 300]);
  expect(numbersOf(planWhole(300, 401))).toEqual([0, 50.5, 300, 350.5]);
});

test("a crop of whole pixels at its own size is copied", () => {
  const picture = draw({ formula: "noise", width: 12, height: 10, seed: 7 });
  const crop = cutCrop(picture, { left: 3, top: 2, right: 9, bottom: 8 }, 6);
  expect([crop.width, crop.height]).toEqual([6, 6]);
  expect(at(crop, 0, 0)).toEqual(at(picture, 3, 2));
  expect(at(crop, 5, 5)).toEqual(at(picture, 8, 7));
});

test("a square of four times the size or more is averaged over blocks first", () => {
  const picture = draw({ formula: "noise", width: 24, height: 24, seed: 7 });
  const box = { left: 0, top: 0, right: 24, bottom: 24 };
  expect(cutCrop(picture, box, 6)).toEqual(resizeWhole(blockMeans(picture, 2, 2), 6, 6));
  expect(cutCrop(picture, box, 7)).toEqual(resizeWhole(picture, 7, 7));
});

test("beyond the picture its edge is repeated", () => {
  const picture = draw({ formula: "ramp", width: 8, height: 8 });
  const crop = cutCrop(picture, { left: -8, top: -8, right: 0, bottom: 0 }, 8);
  const corner = at(picture, 0, 0);
  for (let i = 0; i < 8; i++) expect(at(crop, i, i)).toEqual(corner);
  const below = cutCrop(picture, { left: 0, top: 8, right: 8, bottom: 16 }, 8);
  for (let x = 0; x < 8; x++) expect(at(below, x, 3)).toEqual(at(picture, x, 7));
});
