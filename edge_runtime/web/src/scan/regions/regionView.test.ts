// @vitest-environment node
import { expect, test } from "vitest";
import { CONTRACT } from "../../../test-support/bundle";
import { draw, numbersOf } from "../../../test-support/golden";
import { cutCrop } from "../picture/geometry";
import { cutMirrored } from "../picture/mirrorTiling";
import { inOverview, overviewOf } from "../picture/overview";
import { type Turn, turnPicture } from "../picture/turning";
import { cutView, evidenceOf, viewOf } from "./regionView";

const RULE = { ...CONTRACT.crop, face_margin: 0.25, face_shift: 0.1 };
const FACE = { box: { left: 100, top: 100, right: 140, bottom: 180 }, score: 0.9 };
const PICTURE = draw({ formula: "noise", width: 240, height: 200, seed: 4 });
const TINY = draw({ formula: "noise", width: 48, height: 40, seed: 4 });
const MAP = Array.from({ length: 7 }, (_, y) => Array.from({ length: 7 }, (_, x) => y * 7 + x));

test("of the whole picture the network sees the square in its middle", () => {
  expect(viewOf(PICTURE, null, 90, RULE)).toEqual({
    kind: "image",
    square: { left: 20, top: 0, right: 220, bottom: 200 },
    tiled: false,
    turn: 90,
  });
});

test("of a face the network sees a square with the contract's margin and shift", () => {
  expect(numbersOf(viewOf(PICTURE, FACE, 0, RULE).square)).toEqual([120 - 60, 148 - 60, 120 + 60, 148 + 60]);
  expect(numbersOf(viewOf(PICTURE, FACE, 270, RULE).square)).toEqual([116 - 60, 140 - 60, 116 + 60, 140 + 60]);
});

test("a tiny picture is filled with mirrored copies; a tiny face and the least side are not", () => {
  expect(viewOf(TINY, null, 0, RULE).tiled).toBe(true);
  expect(viewOf({ width: 90, height: RULE.mirror_below }, null, 0, RULE).tiled).toBe(false);
  expect(viewOf(TINY, { box: { left: 0, top: 0, right: 24, bottom: 24 }, score: 1 }, 0, RULE).tiled).toBe(false);
});

test("the whole picture is cut from its overview, a face from the picture", () => {
  const overview = overviewOf(PICTURE, 25);
  expect(overview.factor).toBe(4);
  const [whole, face] = [viewOf(PICTURE, null, 0, RULE), viewOf(PICTURE, FACE, 0, RULE)];
  expect(cutView(overview, whole, RULE, 32)).toEqual(cutCrop(overview.small, inOverview(whole.square, 4), 32));
  expect(cutView(overview, face, RULE, 32)).toEqual(cutCrop(PICTURE, face.square, 32));
});

test.each<Turn>([0, 90, 180, 270])("the crop is cut, then turned by %i", (turn) => {
  const view = viewOf(PICTURE, null, turn, RULE);
  expect(cutView(overviewOf(PICTURE, 224), view, RULE, 32)).toEqual(turnPicture(cutCrop(PICTURE, view.square, 32), turn));
});

test("a tiny picture is turned after the copies are made", () => {
  const view = viewOf(TINY, null, 90, RULE);
  const copies = cutMirrored(TINY, view.square, RULE.mirror_side, 224);
  expect(cutView(overviewOf(TINY, 224), view, RULE, 224)).toEqual(turnPicture(copies, 90));
});

test("evidence is turned back", () => {
  expect(evidenceOf(viewOf(PICTURE, null, 0, RULE), MAP, RULE, 224)).toEqual(MAP);
  const [firstRow] = evidenceOf(viewOf(PICTURE, null, 90, RULE), MAP, RULE, 224);
  // What is on the right of the turned crop is at the top of the picture.
  expect(firstRow).toEqual([6, 13, 20, 27, 34, 41, 48]);
});

test("evidence of copies is turned back, then averaged", () => {
  const folded = evidenceOf(viewOf(TINY, null, 180, RULE), MAP, RULE, 224);
  expect(folded.map((row) => row.length)).toEqual([2, 2]);
  // Two by two places of a copy; of the seven rows and columns the turned back 0, 3 and 4 show the first place.
  const first = [48, 45, 44, 27, 24, 23, 20, 17, 16];
  expect(folded[0]?.[0]).toBeCloseTo(first.reduce((sum, value) => sum + value) / 9, 9);
});
