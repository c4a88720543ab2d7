// Pillow's BILINEAR resize with `box`: an antialiased triangle filter in fixed point.
import { blockMeans } from "./blockMeans";
import type { Raster } from "./raster";

const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);

/** Of one output pixel: the first input pixel, and the fixed-point weights from there on. */
interface Taps {
  first: number;
  weights: Int32Array;
}

export interface Span {
  start: number;
  end: number;
}

/**
 * Resamples a part of a picture; rows first, rounded to bytes, then columns.
 *
 * @param across Left and right edge of the part, in pixels, inside the picture.
 * @param down Top and bottom edge.
 */
export function resize(picture: Raster, width: number, height: number, across: Span, down: Span): Raster {
  const rows = resampleRows(picture, taps(picture.width, across, width));
  return resampleColumns(rows, taps(picture.height, down, height));
}

/** The whole picture at another size. */
export function resizeWhole(picture: Raster, width: number, height: number): Raster {
  const [across, down] = [picture.width, picture.height].map((end) => ({ start: 0, end }));
  return resize(picture, width, height, across as Span, down as Span);
}

/** The whole picture at a smaller size; a side that shrinks to half or less is averaged first. */
export function shrinkWhole(picture: Raster, width: number, height: number): Raster {
  const across = Math.max(1, Math.floor(picture.width / width));
  const down = Math.max(1, Math.floor(picture.height / height));
  const reduced = across * down === 1 ? picture : blockMeans(picture, across, down);
  const right = { start: 0, end: picture.width / across };
  return resize(reduced, width, height, right, { start: 0, end: picture.height / down });
}

function taps(length: number, { start, end }: Span, size: number): Taps[] {
  const first = Math.fround(start);
  const scale = Math.fround(Math.fround(end) - first) / size;
  const stretch = Math.max(scale, 1);
  return Array.from({ length: size }, (_, i) => tapsAt(length, first + (i + 0.5) * scale, stretch));
}

function tapsAt(length: number, centre: number, stretch: number): Taps {
  const first = Math.max(Math.trunc(centre - stretch + 0.5), 0);
  const last = Math.min(Math.trunc(centre + stretch + 0.5), length);
  const weights = Array.from({ length: last - first }, (_, i) =>
    Math.max(0, 1 - Math.abs((first + i + 0.5 - centre) / stretch)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: Int32Array.from(weights, (each) => (each / total) * 2 ** PRECISION_BITS + 0.5) };
}

function resampleRows(picture: Raster, outputs: readonly Taps[]): Raster {
  const [width, height] = [outputs.length, picture.height];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (const { first, weights } of outputs) {
      to = mix(picture.data, (y * picture.width + first) * 3, 3, weights, data, to);
    }
  }
  return { width, height, data };
}

function resampleColumns(picture: Raster, outputs: readonly Taps[]): Raster {
  const [width, height, stride] = [picture.width, outputs.length, picture.width * 3];
  const data = new Uint8Array(width * height * 3);
  let to = 0;
  for (const { first, weights } of outputs) {
    for (let x = 0; x < width; x++) {
      to = mix(picture.data, first * stride + x * 3, stride, weights, data, to);
    }
  }
  return { width, height, data };
}

/** Writes one pixel; weights add up to 2^22 and bytes to 2^8, so that a sum fits into 31 bits. */
function mix(
  from: Uint8Array,
  at: number,
  stride: number,
  weights: Int32Array,
  to: Uint8Array,
  index: number,
): number {
  let [red, green, blue] = [HALF, HALF, HALF];
  for (let i = 0, position = at; i < weights.length; i++, position += stride) {
    const weight = weights[i] as number;
    red += (from[position] as number) * weight;
    green += (from[position + 1] as number) * weight;
    blue += (from[position + 2] as number) * weight;
  }
  to[index] = byte(red);
  to[index + 1] = byte(green);
  to[index + 2] = byte(blue);
  return index + 3;
}

function byte(sum: number): number {
  return Math.min(Math.max(sum >> PRECISION_BITS, 0), 255);
}
