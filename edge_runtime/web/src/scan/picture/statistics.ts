// What tells drawings, graphics and pages of text from photographs.
import { colourfulnessOf } from "./colourfulness";
import type { Raster } from "./raster";

/** Statistics of a crop; all but the colourfulness are shares. */
export interface Statistics {
  flat: number;
  common: number;
  hard: number;
  extreme: number;
  colourfulness: number;
}

const SAME = 2;
const COLOURS = 4096;
const COMMON_COLOURS = 4;
/** In thousandths of a grey level, in which luma is a whole number. */
const HARD_EDGE = 64_000;
const NEARLY_WHITE = 250;
const NEARLY_BLACK = 5;

export function statisticsOf(crop: Raster): Statistics {
  return {
    flat: flatShare(crop),
    common: commonShare(crop),
    hard: hardShare(crop),
    extreme: extremeShare(crop),
    colourfulness: colourfulnessOf(crop),
  };
}

/** Pixels that look like both their right and their lower neighbour. */
function flatShare({ width, height, data }: Raster): number {
  let count = 0;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const at = (y * width + x) * 3;
      if (areAlike(data, at, at + 3) && areAlike(data, at, at + width * 3)) count++;
    }
  }
  return count / ((width - 1) * (height - 1));
}

function areAlike(data: Uint8Array, a: number, b: number): boolean {
  return differenceAt(data, a, b) <= SAME && differenceAt(data, a + 1, b + 1) <= SAME && differenceAt(data, a + 2, b + 2) <= SAME;
}

function differenceAt(values: Uint8Array | Int32Array, a: number, b: number): number {
  return Math.abs((values[a] as number) - (values[b] as number));
}

/** Pixels of the four most frequent colours, of sixteen levels a channel. */
function commonShare({ data }: Raster): number {
  const counts = new Uint32Array(COLOURS);
  for (let i = 0; i < data.length; i += 3) {
    const [red, green, blue] = [data[i] as number, data[i + 1] as number, data[i + 2] as number];
    const colour = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    counts[colour] = (counts[colour] as number) + 1;
  }
  const most = counts.sort().subarray(-COMMON_COLOURS);
  return most.reduce((sum, count) => sum + count, 0) / (data.length / 3);
}

/** Neighbours, beside or below each other, between which brightness jumps. */
function hardShare(crop: Raster): number {
  const { width, height } = crop;
  const luma = thousandthsOfLuma(crop);
  let count = 0;
  for (let i = 0; i < luma.length; i++) {
    if (i % width < width - 1 && differenceAt(luma, i, i + 1) >= HARD_EDGE) count++;
    if (i + width < luma.length && differenceAt(luma, i, i + width) >= HARD_EDGE) count++;
  }
  return count / ((width - 1) * height + width * (height - 1));
}

function thousandthsOfLuma({ data }: Raster): Int32Array {
  const luma = new Int32Array(data.length / 3);
  for (let i = 0, from = 0; i < luma.length; i++, from += 3) {
    luma[i] = 299 * (data[from] as number) + 587 * (data[from + 1] as number) + 114 * (data[from + 2] as number);
  }
  return luma;
}

function extremeShare({ data }: Raster): number {
  let count = 0;
  for (let i = 0; i < data.length; i += 3) {
    const [red, green, blue] = [data[i] as number, data[i + 1] as number, data[i + 2] as number];
    if (Math.min(red, green, blue) >= NEARLY_WHITE || Math.max(red, green, blue) <= NEARLY_BLACK) count++;
  }
  return count / (data.length / 3);
}
