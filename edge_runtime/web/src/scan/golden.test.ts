// @vitest-environment node
// The golden vectors that Python and Kotlin pass as well; see tests/golden/README.md.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Box } from "../results/result.types";
import { probabilityOf, verdictOf } from "./decision";
import { decode, dropNested, makeAnchors, mergeWeighted } from "./faces/detections";
import { cutCrop, planCrop, planWhole } from "./picture/geometry";
import { cutMirrored, foldMirrored } from "./picture/mirrorTiling";
import { judgeQuality, lumaOf, mean, sharpnessOf } from "./picture/quality";
import type { Raster } from "./picture/raster";
import { resizeWhole, shrinkWhole } from "./picture/resize";
import { needsTiles, shrunkSize, tileCorners, wholeView } from "./faces/views";

type Vector = any;
type Player = (vector: Vector, suite: Vector) => void;

const load = (suite: string): Vector =>
  JSON.parse(readFileSync(`../../tests/golden/vectors/${suite}.json`, "utf8"));

function play(suite: string, players: Record<string, Player>): void {
  const data = load(suite);
  test.each<Vector>(data.vectors)(`${suite}: $id`, (vector) => {
    const player = players[vector.kind];
    if (player === undefined) throw new Error(`unknown kind ${vector.kind}`);
    player(vector, data);
  });
}

const boxOf = ([left, top, right, bottom]: number[]): Box => ({ left, top, right, bottom }) as Box;
const numbersOf = ({ left, top, right, bottom }: Box) => [left, top, right, bottom];

function near(got: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((value, i) => expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(tolerance));
}

const DRAW: Record<string, (spec: Vector) => (x: number, y: number) => number[]> = {
  noise: ({ seed }) => {
    let state = seed;
    const value = () => {
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      return state >>> 24;
    };
    return () => [value(), value(), value()];
  },
  checks: ({ cell }) => (x, y) =>
    (Math.floor(x / cell) + Math.floor(y / cell)) % 2 === 0 ? [255, 240, 32] : [0, 16, 200],
  ramp: ({ width, height }) => (x, y) =>
    [
      (255 * x) / (width - 1),
      (255 * y) / (height - 1),
      (255 * (x + y)) / (width + height - 2),
    ].map(Math.floor),
  rings: ({ period }) => (x, y) => {
    const red = Math.floor((x * x + y * y) / period) % 256;
    return [red, 255 - red, (red * 3) % 256];
  },
  flat: ({ color }) => () => color,
};

function draw(spec: Vector): Raster {
  const { width, height, formula } = spec;
  const at = (DRAW[formula] as (spec: Vector) => (x: number, y: number) => number[])(spec);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(at(x, y), (y * width + x) * 3);
  }
  return { width, height, data };
}

play("geometry", {
  plan_crop: ({ box, margin, square }, { tolerance }) =>
    near(numbersOf(planCrop(boxOf(box), margin)), square, tolerance.square),
  plan_whole: ({ width, height, square }, { tolerance }) =>
    near(numbersOf(planWhole(width, height)), square, tolerance.square),
  fold_mirrored: ({ evidence, side, size, folded }, { tolerance }) =>
    near(foldMirrored(evidence, side, size).flat(), folded.flat(), tolerance.evidence),
});

function samePixels(got: Raster, vector: Vector, tolerance: Vector): void {
  if (vector.pixels === undefined) return;
  near([...got.data], [...Buffer.from(vector.pixels, "base64")], tolerance.grey_levels);
}

play("pixels", {
  cut_crop: (v, { tolerance }) => samePixels(cutCrop(draw(v.picture), boxOf(v.box), v.size), v, tolerance),
  cut_mirrored: (v, { tolerance }) =>
    samePixels(cutMirrored(draw(v.picture), boxOf(v.box), v.side, v.size), v, tolerance),
  resize: (v, { tolerance }) => samePixels(resizeWhole(draw(v.picture), v.width, v.height), v, tolerance),
  shrink: (v, { tolerance }) => samePixels(shrinkWhole(draw(v.picture), v.width, v.height), v, tolerance),
});

function sameDetections(got: readonly (readonly number[])[], wanted: number[][], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((each, i) => near(each, wanted[i] as number[], tolerance));
}

play("faces", {
  anchors: ({ rule, anchors }, { rules, tolerance }) =>
    near(makeAnchors(rules[rule]).flat(), anchors.flat(), tolerance.anchor),
  decode: ({ rule, anchor, regressors, logit, detection }, { rules, tolerance }) => {
    const anchors = makeAnchors(rules[rule]);
    const all = new Float32Array(anchors.length * 16);
    const scores = new Float32Array(anchors.length).fill(-100);
    all.set(regressors, anchor * 16);
    scores[anchor] = logit;
    const wanted = detection === null ? [] : [detection];
    sameDetections(decode(all, scores, anchors, rules[rule]), wanted, tolerance.detection);
  },
  merge: ({ merge_iou, detections, merged }, { tolerance }) =>
    sameDetections(mergeWeighted(detections, merge_iou), merged, tolerance.detection),
  nested: ({ nested_above, detections, kept }, { tolerance }) =>
    sameDetections(dropNested(detections, nested_above), kept, tolerance.detection),
  whole: ({ width, height, size, corner, side }, { tolerance }) => {
    const view = wholeView({ width, height, data: new Uint8Array(width * height * 3) }, size);
    near([view.left, view.top, view.side], [...corner, side], tolerance.corner);
  },
  tiles: ({ width, height, size, shrunk, tiles }, { tolerance }) => {
    const small = shrunkSize(width, height, size);
    expect([small.width, small.height]).toEqual(shrunk);
    near(tileCorners(small.width, small.height, size).flat(), tiles.flat(), tolerance.corner);
  },
  needs_tiles: ({ detections, shorter_side, tiles_below, needed }) =>
    expect(needsTiles(detections, shorter_side, tiles_below)).toBe(needed),
});

play("decision", {
  probability: ({ rule, logit, probability, verdict }, { rules, tolerance }) => {
    const got = probabilityOf(logit, rules[rule]);
    near([got], [probability], tolerance.probability);
    expect(verdictOf(got, rules[rule])).toBe(verdict);
  },
  picture: ({ rule, probabilities, verdicts, verdict, probability }, { rules, tolerance }) => {
    expect(probabilities.map((each: number) => verdictOf(each, rules[rule]))).toEqual(verdicts);
    const worst = Math.max(...probabilities);
    near([worst], [probability], tolerance.probability);
    expect(verdictOf(worst, rules[rule])).toBe(verdict);
  },
  quality: ({ picture, side, brightness, sharpness, flags }, { quality, tolerance }) => {
    const crop = draw(picture);
    const luma = lumaOf(crop);
    near([mean(luma)], [brightness], tolerance.brightness);
    near([sharpnessOf(luma, crop.width)], [sharpness], tolerance.sharpness);
    expect(judgeQuality(crop, side, quality)).toEqual(flags);
  },
});
