// @vitest-environment node
import { expect, test } from "vitest";
import type { Raster } from "./raster";
import { twoToneShare } from "./twoTone";

/** A picture whose green values are these by place; the other channels would be uneven everywhere. */
function greens(width: number, height: number, green: (x: number, y: number) => number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set([(i * 37) % 256, green(i % width, Math.floor(i / width)), (i * 91) % 256], i * 3);
  return { width, height, data };
}

/** One block: so many pixels of each of these values, the rest of the last. */
function block(...parts: [count: number, value: number][]): Raster {
  const values = parts.flatMap(([count, value]) => Array<number>(count).fill(value));
  return greens(16, 16, (x, y) => values[y * 16 + x] ?? (parts.at(-1)?.[1] as number));
}

test("without an uneven block the share is 0", () => {
  expect(twoToneShare(block([100, 50], [156, 65]))).toBe(0);
  expect(twoToneShare(greens(15, 40, (x) => x * 17))).toBe(0);
});

test("black letters on white are of two tones, a ramp is not", () => {
  expect(twoToneShare(block([60, 0], [196, 255]))).toBe(1);
  expect(twoToneShare(greens(16, 16, (x) => x * 16))).toBe(0);
});

test("both tones have to be 64 apart; an uneven block below that counts against", () => {
  expect(twoToneShare(block([60, 100], [196, 164]))).toBe(1);
  expect(twoToneShare(block([60, 100], [196, 163]))).toBe(0);
  expect(twoToneShare(block([60, 100], [196, 116]))).toBe(0);
});

test("at least three fifths of the pixels are within 16 of either tone", () => {
  // Of 256 pixels 153.6: 100 and 54 suffice, 100 and 53 do not.
  expect(twoToneShare(block([100, 16], [54, 184], [1, 0], [1, 200], [100, 100]))).toBe(1);
  expect(twoToneShare(block([100, 16], [52, 184], [1, 0], [102, 100], [1, 200]))).toBe(1);
  expect(twoToneShare(block([100, 16], [51, 184], [1, 0], [103, 100], [1, 200]))).toBe(0);
  expect(twoToneShare(block([100, 17], [54, 183], [1, 0], [100, 100], [1, 200]))).toBe(0);
});

test("blocks start at the upper left, and what is left over is left out", () => {
  const picture = greens(40, 20, (x) => (x < 16 ? (x % 2) * 255 : x * 6));
  expect(twoToneShare(picture)).toBe(1 / 2);
  expect(twoToneShare(greens(40, 20, (x, y) => (x < 32 && y < 16 ? 9 : (x % 2) * 255)))).toBe(0);
});
