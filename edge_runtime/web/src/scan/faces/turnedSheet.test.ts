// @vitest-environment node
import { expect, test } from "vitest";
import { numbersOf } from "../../../test-support/golden";
import type { Face } from "../../results/result.types";
import { bestTurn, turnedSheet } from "./turnedSheet";

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
  const best = bestTurn([found], SMALL, HALF, 0.8);
  expect(best?.turn).toBe(turn);
  expect(best?.faces.map(({ box }) => numbersOf(box))).toEqual([[0, 0, 1, 1]]);
});

test("the copy with the best face wins, with all of its own boxes and no others", () => {
  const [best, other, weak] = [face(5, 0, 6, 1, 0.95), face(0, 0, 1, 1, 0.9), face(4, 0, 5, 1, 0.5)];
  const { turn, faces } = bestTurn([best, other, weak], SMALL, HALF, 0.8)!;
  expect(turn).toBe(180);
  expect(faces.map(({ score }) => score)).toEqual([0.95, 0.5]);
});

test("of equally good copies the smaller turn wins", () => {
  expect(bestTurn([face(0, 5, 1, 6), face(5, 0, 6, 1)], SMALL, HALF, 0.8)?.turn).toBe(180);
});

test("a copy wins from the score on, not below it", () => {
  expect(bestTurn([face(0, 0, 1, 1, 0.8)], SMALL, HALF, 0.8)?.turn).toBe(90);
  expect(bestTurn([face(0, 0, 1, 1, 0.79)], SMALL, HALF, 0.8)).toBeNull();
  expect(bestTurn([], SMALL, HALF, 0.8)).toBeNull();
});

test("the centre of a box tells its quarter; what lies in the fourth is dropped", () => {
  expect(bestTurn([face(3, 0, 5, 1)], SMALL, HALF, 0.8)?.turn).toBe(180);
  expect(bestTurn([face(2, 0, 5, 1)], SMALL, HALF, 0.8)?.turn).toBe(90);
  expect(bestTurn([face(3, 3, 5, 5)], SMALL, HALF, 0.8)).toBeNull();
});
