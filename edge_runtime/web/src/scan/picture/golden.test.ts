// @vitest-environment node
import { boxOf, draw, expectNear, numbersOf, playSuite, type Vector } from "../../../test-support/golden";
import { decodePng } from "../../../test-support/png";
import { blockMeans } from "./blockMeans";
import { cutCrop, planCrop, planWhole } from "./geometry";
import { cutMirrored, foldMirrored } from "./mirrorTiling";
import type { Raster } from "./raster";
import { resizeWhole, shrinkWhole } from "./resize";

playSuite("geometry", {
  plan_crop: ({ box, margin, shift, turn, square }, { tolerance }) =>
    expectNear(numbersOf(planCrop(boxOf(box), margin, shift, turn)), square, tolerance.square),
  plan_whole: ({ width, height, square }, { tolerance }) =>
    expectNear(numbersOf(planWhole(width, height)), square, tolerance.square),
  fold_mirrored: ({ evidence, side, size, folded }, { tolerance }) =>
    expectNear(foldMirrored(evidence, side, size).flat(), folded.flat(), tolerance.evidence),
});

/** Small results are given as raw bytes, those of the network's size as a PNG. */
function expectPixels(got: Raster, { pixels, png }: Vector, { grey_levels: tolerance }: Vector): void {
  const wanted = png === undefined ? Buffer.from(pixels, "base64") : decodePng(png).data;
  expectNear([...got.data], [...wanted], tolerance);
}

playSuite("pixels", {
  cut_crop: (v, { tolerance }) => expectPixels(cutCrop(draw(v.picture), boxOf(v.box), v.size), v, tolerance),
  cut_mirrored: (v, { tolerance }) =>
    expectPixels(cutMirrored(draw(v.picture), boxOf(v.box), v.side, v.size), v, tolerance),
  resize: (v, { tolerance }) => expectPixels(resizeWhole(draw(v.picture), v.width, v.height), v, tolerance),
  reduce: (v, { tolerance }) => expectPixels(blockMeans(draw(v.picture), v.block, v.block), v, tolerance),
  shrink: (v, { tolerance }) => expectPixels(shrinkWhole(draw(v.picture), v.width, v.height), v, tolerance),
});
