// What tells drawings, graphics and pages of text from photographs.
import { colourfulnessOf } from "./colourfulness";
import type { Raster } from "./raster";
import { twoToneShare } from "./twoTone";

/** Statistics of a crop; all but the colourfulness are shares. */
export interface Statistics {
  /** Of the pixels that are not extreme, those that equal their right and their lower neighbour. */
  flat: number;
  /** Of the uneven blocks of pixels, those of two tones. */
  common: number;
  /** Of the pixels that differ from a neighbour, those that differ much. */
  hard: number;
  /** Pixels that are nearly black or nearly white. */
  extreme: number;
  colourfulness: number;
}

const EDGE_FROM = 4;
const HARD_FROM = 32;
const WHITE_FROM = 250;
const BLACK_TO = 5;

export function statisticsOf(crop: Raster): Statistics {
  return { ...edgeShares(crop), common: twoToneShare(crop), extreme: extremeShare(crop), colourfulness: colourfulnessOf(crop) };
}

/** Over all pixels that have both neighbours. */
function edgeShares({ width, height, data }: Raster): Pick<Statistics, "flat" | "hard"> {
  let [plain, flat, edges, hard] = [0, 0, 0, 0];
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const at = (y * width + x) * 3;
      const step = Math.max(difference(data, at, at + 3), difference(data, at, at + width * 3));
      if (step >= EDGE_FROM) edges++;
      if (step >= HARD_FROM) hard++;
      if (isExtreme(data, at)) continue;
      plain++;
      if (step === 0) flat++;
    }
  }
  return { flat: shareOf(flat, plain), hard: shareOf(hard, edges) };
}

function extremeShare({ data }: Raster): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 3) if (isExtreme(data, at)) count++;
  return shareOf(count, data.length / 3);
}

/** The largest difference of two pixels in any channel. */
function difference(data: Uint8Array, a: number, b: number): number {
  const red = Math.abs((data[a] as number) - (data[b] as number));
  const green = Math.abs((data[a + 1] as number) - (data[b + 1] as number));
  return Math.max(red, green, Math.abs((data[a + 2] as number) - (data[b + 2] as number)));
}

function isExtreme(data: Uint8Array, at: number): boolean {
  const red = data[at] as number;
  const green = data[at + 1] as number;
  const blue = data[at + 2] as number;
  return Math.min(red, green, blue) >= WHITE_FROM || Math.max(red, green, blue) <= BLACK_TO;
}

/** 0 where there is nothing to have a share of. */
function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
