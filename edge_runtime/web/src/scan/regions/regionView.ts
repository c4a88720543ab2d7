// Which part of a picture the network sees of a region, and the evidence over that part.
import type { Box, Face, Region } from "../../results/result.types";
import type { CropRule } from "../contract";
import { cutCrop, planCrop, planWhole } from "../picture/geometry";
import { cutMirrored, foldMirrored } from "../picture/mirrorTiling";
import { inOverview, type Overview } from "../picture/overview";
import type { Raster, Size } from "../picture/raster";
import { opposite, type Turn, turnPicture, turnRows } from "../picture/turning";

export interface RegionView {
  kind: Region["kind"];
  /** In pixels of the picture. */
  square: Box;
  /** Whether mirrored copies of the square fill the network's input. */
  tiled: boolean;
  /** By which the crop is turned. */
  turn: Turn;
}

/** The view of a face, or of the whole picture: its centre square. */
export function viewOf(picture: Size, face: Face | null, turn: Turn, rule: CropRule): RegionView {
  if (face !== null) {
    const square = planCrop(face.box, rule.face_margin, rule.face_shift, turn);
    return { kind: "face", square, tiled: false, turn };
  }
  const square = planWhole(picture.width, picture.height);
  return { kind: "image", square, tiled: square.right - square.left < rule.mirror_below, turn };
}

/** The network's input, `size` pixels wide: faces are cut from the picture, the whole picture from its overview. */
export function cutView(overview: Overview, view: RegionView, rule: CropRule, size: number): Raster {
  const { picture, small, factor } = overview;
  const [source, square] = view.kind === "face" ? [picture, view.square] : [small, inOverview(view.square, factor)];
  const crop = view.tiled ? cutMirrored(source, square, rule.mirror_side, size) : cutCrop(source, square, size);
  return turnPicture(crop, view.turn);
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
