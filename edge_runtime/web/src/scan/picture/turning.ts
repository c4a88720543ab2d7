// Quarter turns. A turn is in degrees, clockwise.
import type { Box, ScanResult } from "../../results/result.types";
import type { Raster, Size } from "./raster";

export type Turn = ScanResult["rotated"];

/** The turn that undoes another. */
export function opposite(turn: Turn): Turn {
  return ((360 - turn) % 360) as Turn;
}

/** Where a point of a turned picture lies in the upright one, which has this size. */
export function turnedBack(turn: Turn, [x, y]: readonly [number, number], upright: Size): [number, number] {
  switch (turn) {
    case 0:
      return [x, y];
    case 90:
      return [y, upright.height - x];
    case 180:
      return [upright.width - x, upright.height - y];
    case 270:
      return [upright.width - y, x];
  }
}

/** Where a box of a turned picture lies in the upright one. */
export function boxTurnedBack(turn: Turn, box: Box, upright: Size): Box {
  const [x, y] = turnedBack(turn, [box.left, box.top], upright);
  const [otherX, otherY] = turnedBack(turn, [box.right, box.bottom], upright);
  return {
    left: Math.min(x, otherX),
    top: Math.min(y, otherY),
    right: Math.max(x, otherX),
    bottom: Math.max(y, otherY),
  };
}

export function turnPicture(picture: Raster, turn: Turn): Raster {
  if (turn === 0) return picture;
  const { width, height } = turnedSize(picture, turn);
  const data = new Uint8Array(picture.data.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const [fromX, fromY] = pixelTurnedBack(turn, x, y, picture);
      copyPixel(picture.data, (fromY * picture.width + fromX) * 3, data, to);
    }
  }
  return { width, height, data };
}

/** Rows of numbers, such as an evidence map, turned like a picture. */
export function turnRows(rows: readonly (readonly number[])[], turn: Turn): number[][] {
  const size = { width: rows[0]?.length ?? 0, height: rows.length };
  const turned = turnedSize(size, turn);
  return Array.from({ length: turned.height }, (_, y) =>
    Array.from({ length: turned.width }, (_, x) => {
      const [fromX, fromY] = pixelTurnedBack(turn, x, y, size);
      return rows[fromY]?.[fromX] as number;
    }),
  );
}

export function mirrorLeftRight({ width, height, data }: Raster): Raster {
  const mirrored = new Uint8Array(data.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const from = (y * width + width - 1 - x) * 3;
      copyPixel(data, from, mirrored, to);
    }
  }
  return { width, height, data: mirrored };
}

function turnedSize({ width, height }: Size, turn: Turn): Size {
  return turn % 180 === 0 ? { width, height } : { width: height, height: width };
}

function pixelTurnedBack(turn: Turn, x: number, y: number, upright: Size): [number, number] {
  const [centreX, centreY] = turnedBack(turn, [x + 0.5, y + 0.5], upright);
  return [centreX - 0.5, centreY - 0.5];
}

function copyPixel(from: Uint8Array, at: number, to: Uint8Array, index: number): void {
  to[index] = from[at] as number;
  to[index + 1] = from[at + 1] as number;
  to[index + 2] = from[at + 2] as number;
}
