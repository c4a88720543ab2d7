// @vitest-environment node
import { expect, test } from "vitest";
import { draw } from "../../../test-support/golden";
import { blockMeans } from "./blockMeans";
import type { Raster } from "./raster";
import { resize, resizeWhole, shrinkWhole } from "./resize";
import { roundHalfEven } from "./rounding";

const noise = draw({ formula: "noise", width: 13, height: 9, seed: 3 });

const grey = (width: number, height: number, values: number[]): Raster => ({
  width,
  height,
  data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
});

const redOf = ({ data }: Raster) => [...data].filter((_, i) => i % 3 === 0);

test("a picture resized to its own size is the same", () => {
  expect(resizeWhole(noise, 13, 9)).toEqual(noise);
});

test("one colour stays that colour at every size", () => {
  const flat = draw({ formula: "flat", width: 11, height: 7, color: [9, 128, 251] });
  for (const [width, height] of [[3, 2], [40, 31], [1, 1]] as const) {
    const { data } = resizeWhole(flat, width, height);
    expect(data.length).toBe(width * height * 3);
    for (let i = 0; i < data.length; i += 3) expect([...data.subarray(i, i + 3)]).toEqual([9, 128, 251]);
  }
});

test("a part is resized as if it were cut out, save for its neighbours", () => {
  const resized = resize(noise, 6, 5, { start: 4, end: 10 }, { start: 2, end: 7 });
  const rows = Array.from({ length: 5 }, (_, y) => [...noise.data.subarray(((y + 2) * 13 + 4) * 3, ((y + 2) * 13 + 10) * 3)]);
  expect([...resized.data]).toEqual(rows.flat());
});

test("halving averages with a triangle that reaches over four pixels", () => {
  expect(redOf(resizeWhole(grey(4, 1, [0, 0, 80, 80]), 2, 1))).toEqual([11, 69]);
});

test("shrinking to a whole fraction takes the mean of each block", () => {
  const checks = grey(4, 2, [0, 10, 100, 200, 20, 30, 100, 200]);
  expect(redOf(blockMeans(checks, 2, 2))).toEqual([15, 150]);
  expect(shrinkWhole(noise, 13, 9)).toEqual(noise);
});

test("a block at the edge is the mean of the pixels that are left, rounded half up", () => {
  expect(redOf(blockMeans(grey(3, 1, [1, 2, 7]), 2, 1))).toEqual([2, 7]);
});

test("a half is rounded to the even number, as Python does", () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6].map(roundHalfEven)).toEqual([0, 2, 2, 0, -2, 2, 3]);
});
