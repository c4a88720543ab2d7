// Plays the golden vectors that Python and Kotlin pass as well; see tests/golden/README.md.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Box } from "../src/results/result.types";
import type { Raster } from "../src/scan/picture/raster";
import { decodePng } from "./png";

export type Vector = any;
type Player = (vector: Vector, suite: Vector) => void;

/** One test for each vector of a suite; a kind without a player fails. */
export function playSuite(name: string, players: Record<string, Player>): void {
  const suite = JSON.parse(readFileSync(resolve("../../tests/golden/vectors", `${name}.json`), "utf8"));
  test.each<Vector>(suite.vectors)(`${name}: $id`, (vector) => {
    const player = players[vector.kind];
    if (player === undefined) throw new Error(`unknown kind ${vector.kind}`);
    player(vector, suite);
  });
}

/** Every number within the tolerance; not a number is never within it. */
export function expectNear(got: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  const wrong = got.findIndex((value, i) => !(Math.abs(value - (wanted[i] as number)) <= tolerance));
  expect(wrong, `number ${wrong} is ${got[wrong]}, not ${wanted[wrong]}`).toBe(-1);
}

/** Every byte within the tolerance; small pictures are given as raw bytes, those of the network's size as a PNG. */
export function expectPixels(got: Raster, { pixels, png }: Vector, { grey_levels: tolerance }: Vector): void {
  const wanted = png === undefined ? Buffer.from(pixels, "base64") : decodePng(png).data;
  expectNear([...got.data], [...wanted], tolerance);
}

export function boxOf([left, top, right, bottom]: number[]): Box {
  return { left, top, right, bottom } as Box;
}

export function numbersOf({ left, top, right, bottom }: Box): number[] {
  return [left, top, right, bottom];
}

type Pixel = (x: number, y: number) => number[];

const FORMULAS: Record<string, (picture: Vector) => Pixel> = {
  noise: ({ seed }) => {
    let state = seed;
    const value = () => {
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      return state >>> 24;
    };
    return () => [value(), value(), value()];
  },
  checks: ({ cell }) => (x, y) =>
    (Math.floor(x / cell) + Math.floor(y / cell)) % 2 === 0 ? [255, 240, 32] : [0, 16, 200],
  ramp: ({ width, height }) => (x, y) =>
    [(255 * x) / (width - 1), (255 * y) / (height - 1), (255 * (x + y)) / (width + height - 2)].map(Math.floor),
  rings: ({ period }) => (x, y) => {
    const red = Math.floor((x * x + y * y) / period) % 256;
    return [red, 255 - red, (red * 3) % 256];
  },
  flat: ({ color }) => () => color,
  board: ({ cell, even, odd }) => (x, y) => ((Math.floor(x / cell) + Math.floor(y / cell)) % 2 === 0 ? even : odd),
  grey: ({ across, down }) => (x, y) => Array(3).fill((across * x + down * y) % 256),
};

/** The picture that a formula of the vectors describes. */
export function draw(picture: Vector): Raster {
  const { width, height, formula } = picture;
  const pixel = (FORMULAS[formula] as (picture: Vector) => Pixel)(picture);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(pixel(x, y), (y * width + x) * 3);
  }
  return { width, height, data };
}
