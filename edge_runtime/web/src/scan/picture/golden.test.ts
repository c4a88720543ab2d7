// @vitest-environment node
import { boxOf, draw, expectNear, expectPixels, numbersOf, playSuite } from "../../../test-support/golden";
import { blockMeans } from "./blockMeans";
import { cutCrop, planCrop, planWhole } from "./geometry";
import { cutMirrored, foldMirrored } from "./mirrorTiling";
import { resizeWhole, shrinkWhole } from "./resize";

playSuite("geometry", {
  plan_crop: ({ box, margin, shift, turn, square }, { tolerance }) =>
    expectNear(numbersOf(planCrop(boxOf(box), margin, shift, turn)), square, tolerance.square),
  plan_whole: ({ width, height, square }, { tolerance }) =>
    expectNear(numbersOf(planWhole(width, height)), square, tolerance.square),
  fold_mirrored: ({ evidence, side, size, folded }, { tolerance }) =>
    expectNear(foldMirrored(evidence, side, size).flat(), folded.flat(), tolerance.evidence),
});

playSuite("pixels", {
  cut_crop: (v, { tolerance }) => expectPixels(cutCrop(draw(v.picture), boxOf(v.box), v.size), v, tolerance),
  cut_mirrored: (v, { tolerance }) =>
    expectPixels(cutMirrored(draw(v.picture), boxOf(v.box), v.side, v.size), v, tolerance),
  resize: (v, { tolerance }) => expectPixels(resizeWhole(draw(v.picture), v.width, v.height), v, tolerance),
  reduce: (v, { tolerance }) => expectPixels(blockMeans(draw(v.picture), v.block, v.block), v, tolerance),
  shrink: (v, { tolerance }) => expectPixels(shrinkWhole(draw(v.picture), v.width, v.height), v, tolerance),
});
