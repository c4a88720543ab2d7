// The parts of a picture that a face detector looks at.
import { type Detection, longerSide } from "./detections";
import { cutOut, type Raster } from "../picture/raster";
import { resizeWhole } from "../picture/resize";
import { roundHalfEven } from "../picture/rounding";

const TILES_ACROSS = 2.5;
const TILE_SCALE = 0.65;
const TILE_STEP = 0.8;

/** A square at the detector's size, and where it lies in the picture, in its pixels. */
export interface View {
  pixels: Raster;
  left: number;
  top: number;
  side: number;
  /** Which edges (left, top, right, bottom) lie inside: a box that touches one is cut. */
  inner: readonly [boolean, boolean, boolean, boolean];
}

/** The whole picture, centred on black, as MediaPipe shows it to its detectors. */
export function wholeView(picture: Raster, size: number): View {
  const side = Math.max(picture.width, picture.height);
  const scale = size / side;
  const width = Math.max(1, roundHalfEven(picture.width * scale));
  const height = Math.max(1, roundHalfEven(picture.height * scale));
  const [x, y] = [Math.floor((size - width) / 2), Math.floor((size - height) / 2)];
  const small = resizeWhole(picture, width, height);
  const data = new Uint8Array(size * size * 3);
  for (let row = 0; row < height; row++) {
    data.set(small.data.subarray(row * width * 3, (row + 1) * width * 3), ((y + row) * size + x) * 3);
  }
  const pixels = { width: size, height: size, data };
  return { pixels, left: -x / scale, top: -y / scale, side, inner: [false, false, false, false] };
}

/** Size of the picture in which tiles are cut; a picture of less than a tile keeps its size. */
export function shrunkSize(width: number, height: number, size: number): { width: number; height: number; scale: number } {
  const shorter = Math.min(width, height);
  const scale = Math.min(TILE_SCALE, (TILES_ACROSS * size) / shorter);
  if (shorter * scale < size) return { width, height, scale: 1 };
  return { width: roundHalfEven(width * scale), height: roundHalfEven(height * scale), scale };
}

/** Corners of overlapping squares; none for a picture of about one tile. */
export function tileCorners(width: number, height: number, size: number): [number, number][] {
  if (Math.min(width, height) < size || Math.max(width, height) < 1.25 * size) return [];
  return starts(height, size).flatMap((y) => starts(width, size).map((x): [number, number] => [x, y]));
}

/** Whether the whole picture shows no face so large that tiles are not worth their time. */
export function needsTiles(found: readonly Detection[], shorterSide: number, tilesBelow: number): boolean {
  return found.every((box) => longerSide(box) < tilesBelow * shorterSide);
}

export function tileViews(picture: Raster, size: number): View[] {
  const { width, height } = picture;
  return tileCorners(width, height, size).map(([x, y]) => ({
    pixels: cutOut(picture, x, y, size, size),
    left: x,
    top: y,
    side: size,
    inner: [x > 0, y > 0, x + size < width, y + size < height],
  }));
}

function starts(length: number, size: number): number[] {
  const count = Math.ceil((length - size) / (size * TILE_STEP)) + 1;
  return Array.from({ length: count }, (_, i) => roundHalfEven((i * (length - size)) / Math.max(1, count - 1)));
}
