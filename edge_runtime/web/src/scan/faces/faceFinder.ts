import type { Box } from "../../results/result.types";
import { decode, type Detection, dropNested, makeAnchors, mergeWeighted, SCORE } from "./detections";
import type { Raster } from "../picture/raster";
import { shrinkWhole } from "../picture/resize";
import type { DetectorRule, FaceRule } from "../contract";
import { compile, type Network } from "../engine/liteRt";
import { needsTiles, shrunkSize, tileViews, type View, wholeView } from "./views";

export interface Face {
  box: Box;
  score: number;
}

export type FaceFinder = (picture: Raster) => Promise<Face[]>;

/**
 * BlazeFace over the whole picture and, where that shows no large face, over tiles of it; faces largest first.
 */
export async function openFaceFinder(rule: FaceRule, read: (file: string) => Promise<Uint8Array>): Promise<FaceFinder> {
  const detectors = await Promise.all(
    rule.detectors.map(async (detector) => {
      const network = await compile(await read(detector.file));
      return { views: detector.views, detect: openDetector(detector, network) };
    }),
  );
  const largest = Math.max(...rule.detectors.map((detector) => detector.input_size));
  return async (picture) => {
    if (Math.min(picture.width, picture.height) < rule.min_picture_side) return [];
    const { width, height, scale } = shrunkSize(picture.width, picture.height, largest);
    const small = scale === 1 ? picture : shrinkWhole(picture, width, height);
    const found: Detection[] = [];
    for (const { views, detect } of detectors) if (views === "whole") found.push(...(await detect(small)));
    if (needsTiles(found, Math.min(small.width, small.height), rule.tiles_below)) {
      for (const { views, detect } of detectors) if (views === "tiles") found.push(...(await detect(small)));
    }
    const kept = dropNested(mergeWeighted(found, rule.merge_iou), rule.nested_above);
    const faces = kept.map((each) => faceOf(each, scale));
    return faces.sort((a, b) => area(b.box) - area(a.box)).slice(0, rule.max_faces);
  };
}

function openDetector(rule: DetectorRule, network: Network): (picture: Raster) => Promise<Detection[]> {
  const anchors = makeAnchors(rule);
  const size = rule.input_size;
  return async (picture) => {
    const views = rule.views === "whole" ? [wholeView(picture, size)] : tileViews(picture, size);
    const found: Detection[] = [];
    for (const view of views) {
      const outputs = await network.run(floatsOf(view.pixels, rule.range), [1, size, size, 3]);
      const values = outputs.map(({ bytes }) => new Float32Array(bytes.buffer));
      const regressors = values.find((each) => each.length === anchors.length * 16);
      const scores = values.find((each) => each.length === anchors.length);
      if (regressors === undefined || scores === undefined) throw new Error("not a face detector");
      found.push(...inPicture(decode(regressors, scores, anchors, rule), view));
    }
    return found;
  };
}

/** From shares of the view to pixels of the picture, without boxes that the view cuts. */
function inPicture(detections: readonly Detection[], view: View): Detection[] {
  const margin = 1 / view.pixels.width;
  const whole = detections.filter((each) =>
    view.inner.every((inner, i) => !inner || !(i < 2 ? (each[i] as number) < margin : (each[i] as number) > 1 - margin)),
  );
  return whole.map((each) =>
    each.map((value, i) => (i === SCORE ? value : value * view.side + (i % 2 === 0 ? view.left : view.top))),
  );
}

function floatsOf(pixels: Raster, [low, high]: [number, number]): Float32Array<ArrayBuffer> {
  return Float32Array.from(pixels.data, (value) => value * ((high - low) / 255) + low);
}

function faceOf(detection: Detection, scale: number): Face {
  const [left, top, right, bottom] = detection.slice(0, 4).map((value) => value / scale) as [number, number, number, number];
  return { box: { left, top, right, bottom }, score: detection[SCORE] as number };
}

function area(box: Box): number {
  return (box.right - box.left) * (box.bottom - box.top);
}
