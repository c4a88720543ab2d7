// @vitest-environment node
import { expect, test } from "vitest";
import { draw } from "../../../test-support/golden";
import type { Raster } from "./raster";
import { statisticsOf } from "./statistics";

type Colour = [number, number, number];

const RED: Colour = [200, 100, 0];

const pictureOf = (rows: Colour[][]): Raster => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  data: Uint8Array.from(rows.flat(2)),
});

/** A colour whose green channel is this. */
const green = (level: number): Colour => [100, level, 100];

test("one colour is flat, without edges", () => {
  const { flat, common, hard, extreme } = statisticsOf(draw({ formula: "flat", width: 20, height: 20, color: RED }));
  expect([flat, common, hard, extreme]).toEqual([1, 0, 0, 0]);
});

test("a flat pixel equals both neighbours; the last row and column only are neighbours", () => {
  const rows = [
    [green(100), green(100), green(101)],
    [green(100), green(100), green(100)],
    [green(100), green(99), green(7)],
  ];
  // Of the four pixels with both neighbours only the first and the third equal them.
  expect(statisticsOf(pictureOf(rows)).flat).toBe(2 / 4);
});

test("extreme pixels are neither flat nor not; where all are extreme the share is 0", () => {
  const white: Colour = [255, 255, 255];
  const rows = [
    [white, white, RED, RED],
    [white, white, RED, RED],
  ];
  // Two white ones are left out; the last of the three has its equals.
  expect(statisticsOf(pictureOf(rows)).flat).toBe(1);
  expect(statisticsOf(pictureOf([[white, white], [white, white]])).flat).toBe(0);
});

test("of the edges, from a step of 4 in any channel, those of 32 or more are hard", () => {
  const steps = (...levels: number[]) => pictureOf([levels.map(green), levels.map(green)]);
  expect(statisticsOf(steps(100, 103, 107, 138, 170)).hard).toBe(1 / 3);
  expect(statisticsOf(steps(100, 103)).hard).toBe(0);
  const down: Colour[][] = [[RED, RED], [[200, 100, 32], RED]];
  expect(statisticsOf(pictureOf(down)).hard).toBe(1);
});

test("an extreme pixel is nearly black or nearly white in all channels", () => {
  const row: Colour[] = [[250, 251, 255], [249, 255, 255], [5, 5, 0], [0, 6, 0], RED];
  expect(statisticsOf(pictureOf([row])).extreme).toBe(2 / 5);
});
