// @vitest-environment node
import { expect } from "vitest";
import { boxOf, draw, expectNear, expectPixels, numbersOf, playSuite } from "../../../test-support/golden";
import { blockMeans } from "./blockMeans";
import { cutCrop, drawnIn, planCrop, planWhole } from "./geometry";
import { cutMirrored, foldMirrored } from "./mirrorTiling";
import { resizeWhole, shrinkWhole } from "./resize";
import { mirrorLeftRight, opposite, turnPicture, turnRows } from "./turning";

playSuite("geometry", {
  plan_crop: ({ box, margin, shift, turn, square }, { tolerance }) =>
    expectNear(numbersOf(planCrop(boxOf(box), margin, shift, turn)), square, tolerance.square),
  plan_whole: ({ width, height, square }, { tolerance }) =>
    expectNear(numbersOf(planWhole(width, height)), square, tolerance.square),
  inset: ({ box, share, square }, { tolerance }) =>
    expectNear(numbersOf(drawnIn(boxOf(box), share)), square, tolerance.square),
  turn_back: ({ evidence, turn, turned }, { tolerance }) => {
    const got = turnRows(evidence, opposite(turn));
    expect(got.map((row) => row.length)).toEqual(turned.map((row: number[]) => row.length));
    expectNear(got.flat(), turned.flat(), tolerance.evidence);
  },
  fold_mirrored: ({ evidence, side, size, folded }, { tolerance }) =>
    expectNear(foldMirrored(evidence, side, size).flat(), folded.flat(), tolerance.evidence),
});

playSuite("pixels", {
  cut_crop: (v, { tolerance }) => expectPixels(cutCrop(draw(v.picture), boxOf(v.box), v.size), v, tolerance),
  cut_mirrored: (v, { tolerance }) =>
    expectPixels(cutMirrored(draw(v.picture), boxOf(v.box), v.side, v.size), v, tolerance),
  resize: (v, { tolerance }) => expectPixels(resizeWhole(draw(v.picture), v.width, v.height), v, tolerance),
  reduce: (v, { tolerance }) => expectPixels(blockMeans(draw(v.picture), v.block, v.block), v, tolerance),
  turn: (v, { tolerance }) => {
    const turned = turnPicture(draw(v.picture), v.turn);
    expectPixels(v.mirror ? mirrorLeftRight(turned) : turned, v, tolerance);
  },
  shrink: (v, { tolerance }) => expectPixels(shrinkWhole(draw(v.picture), v.width, v.height), v, tolerance),
});
