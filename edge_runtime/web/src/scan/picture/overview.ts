// A large picture at a fraction of its size: enough to find faces, and for the network to see all of it.
import type { Box } from "../../results/result.types";
import { blockFor, blockMeans } from "./blockMeans";
import type { Raster } from "./raster";

export interface Overview {
  picture: Raster;
  /** The picture averaged over blocks of pixels; the picture itself where the factor is 1. */
  small: Raster;
  /** Side of a block: a point of the picture has so many times the coordinates of the same point of `small`. */
  factor: number;
}

/** The overview whose shorter side is still at least twice as long as that of the network's input. */
export function overviewOf(picture: Raster, inputSize: number): Overview {
  const factor = blockFor(Math.min(picture.width, picture.height), inputSize);
  return { picture, small: factor === 1 ? picture : blockMeans(picture, factor, factor), factor };
}

/** A box of the overview, in pixels of the picture. */
export function inPicture({ left, top, right, bottom }: Box, factor: number): Box {
  return { left: left * factor, top: top * factor, right: right * factor, bottom: bottom * factor };
}

/** A box of the picture, in pixels of the overview. */
export function inOverview({ left, top, right, bottom }: Box, factor: number): Box {
  return { left: left / factor, top: top / factor, right: right / factor, bottom: bottom / factor };
}
