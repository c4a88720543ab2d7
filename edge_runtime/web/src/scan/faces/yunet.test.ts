// @vitest-environment node
import { expect, test } from "vitest";
import { numbersOf } from "../../../test-support/golden";
import type { Face } from "../../results/result.types";
import { decode, outputLength, suppress } from "./yunet";

const RULE = { file: "face.tflite", input_size: 64, strides: [16, 32] };
const ROWS = 4 * 4 + 2 * 2;

/** The output with these rows, by their index; all others have no score. */
function outputWith(rows: Record<number, number[]>): Float32Array {
  const output = new Float32Array(ROWS * 6);
  for (const [row, values] of Object.entries(rows)) output.set(values, Number(row) * 6);
  return output;
}

const face = (left: number, top: number, right: number, bottom: number, score: number): Face => ({
  box: { left, top, right, bottom },
  score,
});

test("the output has six numbers for each cell of each stride", () => {
  expect(outputLength(RULE)).toBe(120);
});

test("a row is placed by its cell and its stride", () => {
  const [first] = decode(outputWith({ 6: [1, 1, 0.5, 0.25, 0, Math.log(2)] }), RULE, 0.5);
  // The third cell of the second row: its corner is at (32, 16), its face 16 wide and 32 high.
  expect(numbersOf(first!.box)).toEqual([40 - 8, 20 - 16, 40 + 8, 20 + 16].map((each) => expect.closeTo(each, 5)));
  const [second] = decode(outputWith({ 17: [1, 1, 0, 0, 0, 0] }), RULE, 0.5);
  expect(numbersOf(second!.box)).toEqual([16, -16, 48, 16]);
});

test("the score is the geometric mean of both scores, each within 0 and 1", () => {
  const scores = (cls: number, obj: number) => decode(outputWith({ 0: [cls, obj, 0, 0, 0, 0] }), RULE, 0.1);
  expect(scores(0.25, 1)[0]?.score).toBe(0.5);
  expect(scores(4, 0.25)[0]?.score).toBe(0.5);
  expect(scores(-1, 1)).toEqual([]);
});

test("a row counts from the threshold on, in the order of the output", () => {
  const rows = { 3: [0.25, 0.25, 0, 0, 0, 0], 9: [0.75, 0.75, 0, 0, 0, 0], 1: [0.5, 0.5, 0, 0, 0, 0] };
  expect(decode(outputWith(rows), RULE, 0.5).map(({ score }) => score)).toEqual([0.5, 0.75]);
});

test.each([
  [[Number.NaN, 1, 0, 0, 0, 0]],
  [[1, 1, Number.NaN, 0, 0, 0]],
  [[1, 1, 0, Number.POSITIVE_INFINITY, 0, 0]],
  [[1, 1, 0, 0, 1000, 0]],
])("a row that gives no finite box is dropped: %j", (row) => {
  expect(decode(outputWith({ 0: row }), RULE, 0.5)).toEqual([]);
});

test("of overlapping boxes the best is kept; an overlap at the limit is none", () => {
  const [good, beside] = [face(0, 0, 20, 10, 0.6), face(10, 0, 30, 10, 0.9)];
  // They share 100 of 300 pixels.
  expect(suppress([good, beside], 0.33)).toEqual([beside]);
  expect(suppress([good, beside], 1 / 3)).toEqual([beside, good]);
});

test("a box that was dropped drops no other", () => {
  const chain = [face(0, 0, 10, 10, 0.9), face(5, 0, 15, 10, 0.8), face(10, 0, 20, 10, 0.7)];
  expect(suppress(chain, 0.3)).toEqual([chain[0], chain[2]]);
});

test("boxes of equal score keep their order", () => {
  const [first, second, better] = [face(0, 0, 1, 1, 0.5), face(5, 5, 6, 6, 0.5), face(9, 9, 10, 10, 0.6)];
  expect(suppress([first, second, better], 0.3)).toEqual([better, first, second]);
});

test("boxes without area overlap nothing", () => {
  const point = face(5, 5, 5, 5, 0.5);
  expect(suppress([point, point, face(0, 0, 10, 10, 0.4)], 0.3)).toHaveLength(3);
});
