// The whole picture in the upper left corner of a detector's square input.
import type { Box } from "../../results/result.types";
import { blackPicture, paste, type Raster, type Size } from "../picture/raster";
import { shrinkWhole } from "../picture/resize";
import { roundHalfEven } from "../picture/rounding";

/** Size at which a picture fits into a square; it is never enlarged. */
export function fittedSize({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  const [across, down] = [width, height].map((length) => Math.max(1, roundHalfEven(length * scale)));
  return { width: across as number, height: down as number };
}

/** The picture, shrunk if it does not fit into the square. */
export function fitted(picture: Raster, side: number): Raster {
  if (Math.max(picture.width, picture.height) <= side) return picture;
  const { width, height } = fittedSize(picture, side);
  return shrinkWhole(picture, width, height);
}

/** A picture that fits, with black to its right and below it. */
export function padded(picture: Raster, side: number): Raster {
  const square = blackPicture(side, side);
  paste(square, picture, 0, 0);
  return square;
}

/** A box of a shrunk picture, in pixels of the picture that it was made of. */
export function enlarged({ left, top, right, bottom }: Box, small: Size, picture: Size): Box {
  const [across, down] = [small.width / picture.width, small.height / picture.height];
  return { left: left / across, top: top / down, right: right / across, bottom: bottom / down };
}
