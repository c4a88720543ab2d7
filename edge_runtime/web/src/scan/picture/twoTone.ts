// Letters, lines and flat areas leave two tones in a small block; what a camera sees has many.
import type { Raster } from "./raster";

const BLOCK = 16;
const GREEN = 1;
const UNEVEN_FROM = 16;
const TWO_TONE_FROM = 64;
/** From the darkest or the brightest pixel of the block. */
const NEAR = 16;
/** Least share of pixels that are near to either, as a fraction of whole numbers. */
const LEAST = { part: 3, whole: 5 };

/** Blocks of two tones among those that are uneven, in the green channel; 0 if all are even. */
export function twoToneShare({ width, height, data }: Raster): number {
  let [uneven, twoTone] = [0, 0];
  for (let y = 0; y + BLOCK <= height; y += BLOCK) {
    for (let x = 0; x + BLOCK <= width; x += BLOCK) {
      const block = greensOf(data, (y * width + x) * 3 + GREEN, width * 3);
      const [low, high] = [Math.min(...block), Math.max(...block)];
      if (high - low < UNEVEN_FROM) continue;
      uneven++;
      if (high - low >= TWO_TONE_FROM && hasTwoTones(block, low, high)) twoTone++;
    }
  }
  return uneven === 0 ? 0 : twoTone / uneven;
}

function hasTwoTones(block: Uint8Array, low: number, high: number): boolean {
  let near = 0;
  for (const value of block) if (value <= low + NEAR || value >= high - NEAR) near++;
  return near * LEAST.whole >= block.length * LEAST.part;
}

function greensOf(data: Uint8Array, start: number, stride: number): Uint8Array {
  const block = new Uint8Array(BLOCK * BLOCK);
  for (let y = 0, to = 0; y < BLOCK; y++) {
    for (let x = 0; x < BLOCK; x++, to++) block[to] = data[start + y * stride + x * 3] as number;
  }
  return block;
}
