// @vitest-environment node
import { expect } from "vitest";
import { expectNear, playSuite } from "../../../test-support/golden";
import { decode, dropNested, makeAnchors, mergeWeighted } from "./detections";
import { needsTiles, shrunkSize, tileCorners, wholeView } from "./views";

function expectDetections(got: readonly (readonly number[])[], wanted: number[][], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((each, i) => expectNear(each, wanted[i] as number[], tolerance));
}

playSuite("faces", {
  anchors: ({ rule, anchors }, { rules, tolerance }) =>
    expectNear(makeAnchors(rules[rule]).flat(), anchors.flat(), tolerance.anchor),
  decode: ({ rule, anchor, regressors, logit, detection }, { rules, tolerance }) => {
    const anchors = makeAnchors(rules[rule]);
    const all = new Float32Array(anchors.length * 16);
    const scores = new Float32Array(anchors.length).fill(-100);
    all.set(regressors, anchor * 16);
    scores[anchor] = logit;
    const wanted = detection === null ? [] : [detection];
    expectDetections(decode(all, scores, anchors, rules[rule]), wanted, tolerance.detection);
  },
  merge: ({ merge_iou, detections, merged }, { tolerance }) =>
    expectDetections(mergeWeighted(detections, merge_iou), merged, tolerance.detection),
  nested: ({ nested_above, detections, kept }, { tolerance }) =>
    expectDetections(dropNested(detections, nested_above), kept, tolerance.detection),
  whole: ({ width, height, size, corner, side }, { tolerance }) => {
    const view = wholeView({ width, height, data: new Uint8Array(width * height * 3) }, size);
    expectNear([view.left, view.top, view.side], [...corner, side], tolerance.corner);
  },
  tiles: ({ width, height, size, shrunk, tiles }, { tolerance }) => {
    const small = shrunkSize(width, height, size);
    expect([small.width, small.height]).toEqual(shrunk);
    expectNear(tileCorners(small.width, small.height, size).flat(), tiles.flat(), tolerance.corner);
  },
  needs_tiles: ({ detections, shorter_side, tiles_below, needed }) =>
    expect(needsTiles(detections, shorter_side, tiles_below)).toBe(needed),
});
