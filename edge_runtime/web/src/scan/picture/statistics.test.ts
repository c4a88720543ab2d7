// @vitest-environment node
import { expect, test } from "vitest";
import { draw } from "../../../test-support/golden";
import type { Raster } from "./raster";
import { statisticsOf } from "./statistics";

type Colour = [number, number, number];

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
const RED: Colour = [200, 100, 0];

const pictureOf = (rows: Colour[][]): Raster => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  data: Uint8Array.from(rows.flat(2)),
});

test("one colour is flat and common, without edges", () => {
  const flat = draw({ formula: "flat", width: 8, height: 8, color: [200, 100, 0] });
  const { colourfulness, ...shares } = statisticsOf(flat);
  expect(shares).toEqual({ flat: 1, common: 1, hard: 0, extreme: 0 });
  // No spread; red minus green is 100, yellow minus blue 150.
  expect(colourfulness).toBeCloseTo(0.3 * Math.sqrt(100 ** 2 + 150 ** 2), 9);
});

test("a pixel is flat if it differs from both neighbours by at most 2 in every channel", () => {
  const at = (level: number): Colour => [100, level, 100];
  // Of the four pixels with a neighbour on both sides only the first and the last are flat.
  const rows = [
    [at(100), at(102), at(105)],
    [at(100), at(102), at(104)],
    [at(103), at(104), at(104)],
  ];
  expect(statisticsOf(pictureOf(rows)).flat).toBe(2 / 4);
});

test("the four most frequent colours count, told apart by sixteen levels", () => {
  const levels = [0, 15, 16, 16, 32, 32, 48, 64, 80];
  const { common } = statisticsOf(pictureOf([levels.map((level): Colour => [level, 0, 0])]));
  // Two each of 0 to 15, 16 and 32, one of another.
  expect(common).toBe(7 / 9);
});

test("edges count across and down, from a jump of 64 on", () => {
  const grey = (level: number): Colour => [level, level, level];
  const rows = [
    [grey(10), grey(80)],
    [grey(60), grey(100)],
  ];
  // Across 70 and 40, down 50 and 20.
  expect(statisticsOf(pictureOf(rows)).hard).toBe(1 / 4);
  const tall = [[BLACK], [WHITE], [BLACK]];
  expect(statisticsOf(pictureOf(tall)).hard).toBe(1);
});

test("an extreme pixel is nearly black or nearly white in all channels", () => {
  const row: Colour[] = [[250, 251, 255], [249, 255, 255], [5, 5, 0], [0, 6, 0], RED];
  expect(statisticsOf(pictureOf([row])).extreme).toBe(2 / 5);
});
