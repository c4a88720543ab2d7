// What tells drawings, graphics and pages of text from photographs.
import { mean } from "./quality";
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
  const alike = (a: number, b: number): boolean =>
    [0, 1, 2].every((channel) => Math.abs((data[a + channel] as number) - (data[b + channel] as number)) <= SAME);
  let count = 0;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const at = (y * width + x) * 3;
      if (alike(at, at + 3) && alike(at, at + width * 3)) count++;
    }
  }
  return count / ((width - 1) * (height - 1));
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
  const isHard = (a: number, b: number) => Math.abs((luma[a] as number) - (luma[b] as number)) >= HARD_EDGE;
  let count = 0;
  for (let i = 0; i < luma.length; i++) {
    if (i % width < width - 1 && isHard(i, i + 1)) count++;
    if (i + width < luma.length && isHard(i, i + width)) count++;
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
    const pixel = [data[i] as number, data[i + 1] as number, data[i + 2] as number];
    if (Math.min(...pixel) >= NEARLY_WHITE || Math.max(...pixel) <= NEARLY_BLACK) count++;
  }
  return count / (data.length / 3);
}

/** Hasler and Süsstrunk, "Measuring colourfulness in natural images", 2003. */
function colourfulnessOf({ data }: Raster): number {
  const [redGreen, yellowBlue] = [new Float64Array(data.length / 3), new Float64Array(data.length / 3)];
  for (let i = 0, from = 0; from < data.length; i++, from += 3) {
    const [red, green, blue] = [data[from] as number, data[from + 1] as number, data[from + 2] as number];
    redGreen[i] = red - green;
    yellowBlue[i] = (red + green) / 2 - blue;
  }
  const spread = Math.sqrt(varianceOf(redGreen) + varianceOf(yellowBlue));
  return spread + 0.3 * Math.hypot(mean(redGreen), mean(yellowBlue));
}

function varianceOf(values: Float64Array): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
}
