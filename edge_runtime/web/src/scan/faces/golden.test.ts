// @vitest-environment node
import { expect } from "vitest";
import { boxOf, draw, expectNear, expectPixels, numbersOf, playSuite, type Vector } from "../../../test-support/golden";
import type { Face } from "../../results/result.types";
import { inPicture } from "../picture/overview";
import { enlarged, fitted, fittedSize, padded } from "./letterbox";
import { choose, select, type Selection } from "./selection";
import { fromSheet, turnedSheet } from "./turnedSheet";
import { decode, suppress } from "./yunet";

const faceOf = (numbers: number[]): Face => ({ box: boxOf(numbers), score: numbers[4] as number });
const facesOf = (detections: number[][]): Face[] => detections.map(faceOf);

function expectFaces(got: readonly Face[], wanted: number[][], { box, score }: Vector): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((each, i) => {
    const { box: wantedBox, score: wantedScore } = faceOf(wanted[i] as number[]);
    expectNear(numbersOf(each.box), numbersOf(wantedBox), box);
    expectNear([each.score], [wantedScore], score);
  });
}

function expectSelection(got: Selection, { faces, possible, omitted }: Vector): void {
  expectFaces(got.faces, faces, { box: 0, score: 0 });
  expectFaces(got.possible, possible, { box: 0, score: 0 });
  expect(got.omitted).toBe(omitted);
}

playSuite("faces", {
  decode: ({ input_size, strides, threshold, rows, cells, detections }, { tolerance }) => {
    const output = new Float32Array(rows * 6);
    for (const { row, values } of cells) output.set(values.map((each: number | null) => each ?? Number.NaN), row * 6);
    expectFaces(decode(output, { file: "", input_size, strides }, threshold), detections, tolerance);
  },
  suppress: ({ suppress_iou, detections, kept }, { tolerance }) =>
    expectFaces(suppress(facesOf(detections), suppress_iou), kept, tolerance),
  letterbox: ({ width, height, size, small, ratio, factor, box, in_picture }, { tolerance }) => {
    const fit = fittedSize({ width, height }, size);
    expect([fit.width, fit.height]).toEqual(small);
    expectNear([fit.width / width, fit.height / height], ratio, tolerance.ratio);
    const got = inPicture(enlarged(boxOf(box), fit, { width, height }), factor);
    expectNear(numbersOf(got), in_picture.slice(0, 4), tolerance.box);
  },
  letterbox_pixels: (v, { tolerance }) => expectPixels(padded(fitted(draw(v.picture), v.size), v.size), v, tolerance),
  sheet_pixels: (v, { tolerance }) =>
    expectPixels(turnedSheet(fitted(draw(v.picture), v.size / 2), v.size / 2), v, tolerance),
  sheet: ({ width, height, still_size, camera_size, factor, detections, turned }, { tolerance }) => {
    const small = fittedSize({ width, height }, still_size);
    const tiny = fittedSize(small, camera_size / 2);
    const got = fromSheet(facesOf(detections), tiny, camera_size / 2);
    const placed = got.map(({ box, score }) => {
      const inSmall = enlarged(box, tiny, small);
      return { score, box: inPicture(enlarged(inSmall, small, { width, height }), factor) };
    });
    expect(got.map(({ turn }) => turn)).toEqual(turned.map(({ turn }: Vector) => turn));
    expectFaces(placed, turned.map(({ detection }: Vector) => detection), tolerance);
  },
  select: ({ rule, detections, ...wanted }) => expectSelection(select(facesOf(detections), rule), wanted),
  turned: ({ rule, upright, turned, rotated, ...wanted }) => {
    const copies = turned.map(({ turn, detection }: Vector) => ({ turn, ...faceOf(detection) }));
    const got = choose(select(facesOf(upright), rule), copies, rule);
    expect(got.rotated).toBe(rotated);
    expectSelection(got, wanted);
  },
});
