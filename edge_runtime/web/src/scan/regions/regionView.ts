// Which part of a picture the network sees of a region, and the evidence over that part.
import type { Box, Face } from "../../results/result.types";
import type { CropRule } from "../contract";
import { cutCrop, planCrop, planWhole } from "../picture/geometry";
import { cutMirrored, foldMirrored } from "../picture/mirrorTiling";
import type { Raster, Size } from "../picture/raster";
import { opposite, type Turn, turnPicture, turnRows } from "../picture/turning";

export interface RegionView {
  square: Box;
  /** Whether mirrored copies of the square fill the network's input. */
  tiled: boolean;
  /** By which the crop is turned. */
  turn: Turn;
}

/** The view of a face, or of the whole picture: its centre square. */
export function viewOf(picture: Size, face: Face | null, turn: Turn, rule: CropRule): RegionView {
  if (face !== null) {
    return { square: planCrop(face.box, rule.face_margin, rule.face_shift, turn), tiled: false, turn };
  }
  const square = planWhole(picture.width, picture.height);
  return { square, tiled: square.right - square.left < rule.mirror_below, turn };
}

/** The network's input, `size` pixels wide. */
export function cutView(picture: Raster, { square, tiled, turn }: RegionView, rule: CropRule, size: number): Raster {
  const crop = tiled ? cutMirrored(picture, square, rule.mirror_side, size) : cutCrop(picture, square, size);
  return turnPicture(crop, turn);
}

/**
 * Evidence over the view's square.
 *
 * @param evidence Over the crop, which is `size` pixels wide.
 */
export function evidenceOf({ tiled, turn }: RegionView, evidence: number[][], rule: CropRule, size: number): number[][] {
  const upright = turnRows(evidence, opposite(turn));
  return tiled ? foldMirrored(upright, rule.mirror_side, size) : upright;
}
