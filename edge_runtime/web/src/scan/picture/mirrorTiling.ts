// Tiny pictures: mirrored copies fill the network's input, because enlarged pixels show nothing new.
import type { Box } from "../../results/result.types";
import { cutCrop } from "./geometry";
import type { Raster } from "./raster";

/** The square at `side` pixels, repeated to the right and downwards, mirrored at each seam. */
export function cutMirrored(picture: Raster, box: Box, side: number, size: number): Raster {
  const small = cutCrop(picture, box, side);
  const data = new Uint8Array(size * size * 3);
  for (let y = 0, to = 0; y < size; y++) {
    for (let x = 0; x < size; x++, to += 3) {
      const from = (mirrored(y, side) * side + mirrored(x, side)) * 3;
      data.set(small.data.subarray(from, from + 3), to);
    }
  }
  return { width: size, height: size, data };
}

/** Evidence of one copy: the mean over all copies of the same position. */
export function foldMirrored(evidence: readonly (readonly number[])[], side: number, size: number): number[][] {
  const cells = Math.floor((side * evidence.length) / size);
  const sums = Array.from({ length: cells }, () => new Array<number>(cells).fill(0));
  const counts = Array.from({ length: cells }, () => new Array<number>(cells).fill(0));
  evidence.forEach((row, y) => {
    row.forEach((value, x) => {
      const [toY, toX] = [mirrored(y, cells), mirrored(x, cells)];
      (sums[toY] as number[])[toX] = ((sums[toY] as number[])[toX] as number) + value;
      (counts[toY] as number[])[toX] = ((counts[toY] as number[])[toX] as number) + 1;
    });
  });
  return sums.map((row, y) => row.map((sum, x) => sum / ((counts[y] as number[])[x] as number)));
}

/** The position within the copied square, from its edge and back: 0 1 2 2 1 0 0 1 2 ... */
function mirrored(position: number, period: number): number {
  const at = position % (2 * period);
  return Math.min(at, 2 * period - 1 - at);
}
