import type { Box } from "../../results/result.types";
import { blockFor, blockMeans } from "./blockMeans";
import type { Raster } from "./raster";
import { resize, type Span } from "./resize";
import type { Turn } from "./turning";

/** Where a face's chin is from its eyes, in a picture that has to be turned so far. */
const DOWN: Record<Turn, readonly [number, number]> = { 0: [0, 1], 90: [1, 0], 180: [0, -1], 270: [-1, 0] };

/**
 * Square around a face box.
 *
 * @param margin Share of the box's longer side that is added on each side.
 * @param shift Share of the face's height by which the square lies below the box.
 * @param turn By which the picture is turned before the face is upright.
 */
export function planCrop(box: Box, margin: number, shift: number, turn: Turn): Box {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const half = (Math.max(width, height) * (1 + 2 * margin)) / 2;
  const [right, down] = DOWN[turn];
  const x = (box.left + box.right) / 2 + right * shift * width;
  const y = (box.top + box.bottom) / 2 + down * shift * height;
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
}

/** Each of a square's sides moved inwards by a share of its side. */
export function drawnIn(square: Box, share: number): Box {
  const step = (square.right - square.left) * share;
  return { left: square.left + step, top: square.top + step, right: square.right - step, bottom: square.bottom - step };
}

/** Largest centred square of a picture. */
export function planWhole(width: number, height: number): Box {
  const side = Math.min(width, height);
  const [left, top] = [(width - side) / 2, (height - side) / 2];
  return { left, top, right: left + side, bottom: top + side };
}

/**
 * The square resampled to `size` pixels by Pillow's resize; where it reaches outside, the picture's
 * edge is repeated as far as the square goes. A square of four times the size or more is first averaged
 * over blocks of pixels.
 */
export function cutCrop(picture: Raster, box: Box, size: number): Raster {
  const side = Math.max(box.right - box.left, box.bottom - box.top);
  const block = blockFor(side, size);
  // Beyond the square the filter sees as many pixels as one of the crop stands for.
  const reach = block > 1 ? 2 * block : Math.ceil(side / size) + 1;
  const across = visibleSpan(box.left, box.right, picture.width, reach);
  const down = visibleSpan(box.top, box.bottom, picture.height, reach);
  const window = withRepeatedEdges(picture, across.start, down.start, across.end - across.start, down.end - down.start);
  const reduced = block === 1 ? window : blockMeans(window, block, block);
  const spanOf = (start: number, end: number, { start: origin }: Span): Span => ({
    start: (start - origin) / block,
    end: (end - origin) / block,
  });
  return resize(reduced, size, size, spanOf(box.left, box.right, across), spanOf(box.top, box.bottom, down));
}

/** Whole pixels that the filter sees: its triangle reaches beyond the square, but only inside. */
function visibleSpan(start: number, end: number, length: number, reach: number): Span {
  const [first, last] = [Math.floor(start), Math.ceil(end)];
  return {
    start: Math.max(first - reach, Math.min(first, 0)),
    end: Math.min(last + reach, Math.max(last, length)),
  };
}

function withRepeatedEdges(picture: Raster, left: number, top: number, width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    const row = clamp(top + y, picture.height) * picture.width;
    for (let x = 0; x < width; x++, to += 3) {
      const from = (row + clamp(left + x, picture.width)) * 3;
      data[to] = picture.data[from] as number;
      data[to + 1] = picture.data[from + 1] as number;
      data[to + 2] = picture.data[from + 2] as number;
    }
  }
  return { width, height, data };
}

function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}
