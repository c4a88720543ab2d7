// @vitest-environment node
import { expect, test } from "vitest";
import { numbersOf } from "../../../test-support/golden";
import type { Raster } from "./raster";
import { boxTurnedBack, mirrorLeftRight, opposite, type Turn, turnedBack, turnPicture, turnRows } from "./turning";

const TURNS: Turn[] = [0, 90, 180, 270];
const ROWS = [
  [1, 2, 3],
  [4, 5, 6],
];
const PICTURE: Raster = { width: 3, height: 2, data: Uint8Array.from(ROWS.flat().flatMap((n) => [n, n + 10, n + 20])) };

const redRows = ({ width, height, data }: Raster) =>
  Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => data[(y * width + x) * 3]));

const TURNED: Record<Turn, number[][]> = {
  0: ROWS,
  90: [
    [4, 1],
    [5, 2],
    [6, 3],
  ],
  180: [
    [6, 5, 4],
    [3, 2, 1],
  ],
  270: [
    [3, 6],
    [2, 5],
    [1, 4],
  ],
};

test.each(TURNS)("a turn of %i is clockwise, for pictures and rows alike", (turn) => {
  expect(redRows(turnPicture(PICTURE, turn))).toEqual(TURNED[turn]);
  expect(turnRows(ROWS, turn)).toEqual(TURNED[turn]);
});

test("all three channels are turned together", () => {
  expect([...turnPicture(PICTURE, 90).data.subarray(0, 3)]).toEqual([4, 14, 24]);
});

test.each(TURNS)("the opposite undoes a turn of %i", (turn) => {
  expect(turnRows(turnRows(ROWS, turn), opposite(turn))).toEqual(ROWS);
});

test.each<[Turn, number[]]>([
  [0, [1, 2]],
  [90, [2, 19]],
  [180, [29, 18]],
  [270, [28, 1]],
])("a point of a picture turned by %i is turned back", (turn, wanted) => {
  expect(turnedBack(turn, [1, 2], { width: 30, height: 20 })).toEqual(wanted);
});

test("a box that is turned back keeps its left edge left of its right edge", () => {
  const box = { left: 1, top: 2, right: 5, bottom: 10 };
  expect(numbersOf(boxTurnedBack(90, box, { width: 30, height: 20 }))).toEqual([2, 15, 10, 19]);
  expect(numbersOf(boxTurnedBack(180, box, { width: 30, height: 20 }))).toEqual([25, 10, 29, 18]);
  expect(numbersOf(boxTurnedBack(270, box, { width: 30, height: 20 }))).toEqual([20, 1, 28, 5]);
});

test("mirroring exchanges left and right", () => {
  const mirrored = mirrorLeftRight(PICTURE);
  expect(redRows(mirrored)).toEqual([
    [3, 2, 1],
    [6, 5, 4],
  ]);
  expect([...mirrored.data.subarray(0, 3)]).toEqual([3, 13, 23]);
});
