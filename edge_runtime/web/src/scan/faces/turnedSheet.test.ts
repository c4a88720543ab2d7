// @vitest-environment node
import { expect, test } from "vitest";
import type { Face } from "../../results/result.types";
import { fromSheet, turnedSheet } from "./turnedSheet";

const SMALL = { width: 3, height: 2 };
const HALF = 4;

const face = (left: number, top: number, right: number, bottom: number, score = 0.9): Face => ({
  box: { left, top, right, bottom },
  score,
});

test("three copies lie on the sheet, the fourth quarter is black", () => {
  const picture = { ...SMALL, data: Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((grey) => [grey, grey, grey])) };
  const sheet = turnedSheet(picture, HALF);
  const rows = Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => sheet.data[(y * 8 + x) * 3]));
  expect(rows).toEqual([
    [4, 1, 0, 0, 6, 5, 4, 0],
    [5, 2, 0, 0, 3, 2, 1, 0],
    [6, 3, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [3, 6, 0, 0, 0, 0, 0, 0],
    [2, 5, 0, 0, 0, 0, 0, 0],
    [1, 4, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
  ]);
});

test.each([
  // The pixel at (0, 0) of the upright picture, where each copy has it.
  [90, face(1, 0, 2, 1)],
  [180, face(HALF + 2, 1, HALF + 3, 2)],
  [270, face(0, HALF + 2, 1, HALF + 3)],
])("a box of the copy turned by %i is turned back", (turn, found) => {
  expect(fromSheet([found], SMALL, HALF)).toEqual([{ turn, ...face(0, 0, 1, 1) }]);
});

test("boxes keep their order and their scores", () => {
  const found = [face(0, 5, 1, 6, 0.95), face(5, 0, 6, 1, 0.9), face(0, 0, 1, 1, 0.5)];
  expect(fromSheet(found, SMALL, HALF).map(({ turn, score }) => [turn, score])).toEqual([
    [270, 0.95],
    [180, 0.9],
    [90, 0.5],
  ]);
});

test("the centre of a box tells its quarter; what lies in the fourth is dropped", () => {
  const turnsOf = (found: Face) => fromSheet([found], SMALL, HALF).map(({ turn }) => turn);
  expect(turnsOf(face(3, 0, 5, 1))).toEqual([180]);
  expect(turnsOf(face(2, 0, 5, 1))).toEqual([90]);
  expect(turnsOf(face(3, 3, 5, 5))).toEqual([]);
});
