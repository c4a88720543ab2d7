// Pillow's `reduce`: means over blocks of whole pixels.
import type { Raster } from "./raster";

/** Side of the blocks that are averaged before `side` pixels are resized to `size`; at least 1. */
export function blockFor(side: number, size: number): number {
  return Math.max(1, Math.floor(side / (2 * size)));
}

/** A picture with one pixel, the mean, for each block of `across` x `down`; edge blocks may be smaller. */
export function blockMeans(picture: Raster, across: number, down: number): Raster {
  const width = Math.ceil(picture.width / across);
  const height = Math.ceil(picture.height / down);
  const data = new Uint8Array(width * height * 3);
  const sums = new Uint32Array(width * 3);
  for (let y = 0; y < height; y++) {
    const rows = Math.min(down, picture.height - y * down);
    sums.fill(0);
    for (let row = 0; row < rows; row++) addRow(picture, y * down + row, across, sums);
    for (let x = 0; x < width; x++) {
      const count = rows * Math.min(across, picture.width - x * across);
      for (let i = x * 3; i < x * 3 + 3; i++) {
        data[y * width * 3 + i] = ((sums[i] as number) + (count >> 1)) / count;
      }
    }
  }
  return { width, height, data };
}

function addRow(picture: Raster, y: number, across: number, sums: Uint32Array): void {
  let from = y * picture.width * 3;
  for (let x = 0, block = 0; x < picture.width; block += 3) {
    for (const end = Math.min(x + across, picture.width); x < end; x++, from += 3) {
      sums[block] = (sums[block] as number) + (picture.data[from] as number);
      sums[block + 1] = (sums[block + 1] as number) + (picture.data[from + 1] as number);
      sums[block + 2] = (sums[block + 2] as number) + (picture.data[from + 2] as number);
    }
  }
}
