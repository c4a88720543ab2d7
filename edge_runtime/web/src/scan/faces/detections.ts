// BlazeFace's output tensors to boxes: MediaPipe's ssd_anchors_calculator and
// tensors_to_detections_calculator, and weighted suppression.
import type { DetectorRule } from "../contract";

/** left, top, right, bottom, six keypoints (x, y), score: 17 numbers. */
export type Detection = readonly number[];

export const SCORE = 16;

/** Anchor centres (x, y), shares of the input's side, row by row; equal neighbours together. */
export function makeAnchors(rule: Pick<DetectorRule, "input_size" | "strides" | "anchors_per_stride">): [number, number][] {
  const layers: { stride: number; count: number }[] = [];
  rule.strides.forEach((stride, i) => {
    const count = rule.anchors_per_stride[i] as number;
    const last = layers.at(-1);
    if (last?.stride === stride) last.count += count;
    else layers.push({ stride, count });
  });
  return layers.flatMap(({ stride, count }) => grid(Math.ceil(rule.input_size / stride), count));
}

function grid(side: number, count: number): [number, number][] {
  return Array.from({ length: side * side * count }, (_, i) => {
    const cell = Math.floor(i / count);
    return [((cell % side) + 0.5) / side, (Math.floor(cell / side) + 0.5) / side];
  });
}

/**
 * Boxes above the detector's score, in shares of its input's side.
 *
 * @param regressors 16 numbers for each anchor, in pixels of the input.
 * @param scores A logit for each anchor.
 */
export function decode(
  regressors: Float32Array,
  scores: Float32Array,
  anchors: readonly (readonly [number, number])[],
  rule: Pick<DetectorRule, "input_size" | "score_clip" | "min_score">,
): Detection[] {
  return anchors.flatMap(([x, y], i) => {
    const score = probability(scores[i] as number, rule.score_clip);
    const raw = [...regressors.subarray(i * 16, i * 16 + 16)].map((value) => value / rule.input_size);
    const [width, height] = [raw[2] as number, raw[3] as number];
    if (!(score >= rule.min_score) || !(width >= 0) || !(height >= 0)) return [];
    const [cx, cy] = [(raw[0] as number) + x, (raw[1] as number) + y];
    const points = raw.slice(4).map((value, j) => value + (j % 2 === 0 ? x : y));
    return [[cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2, ...points, score]];
  });
}

function probability(logit: number, clip: number): number {
  return 1 / (1 + Math.exp(-Math.min(Math.max(logit, -clip), clip)));
}

/** Each strongest box absorbs those it overlaps by more than `mergeIou`; strongest first. */
export function mergeWeighted(detections: readonly Detection[], mergeIou: number): Detection[] {
  let rest = [...detections].sort((a, b) => at(b, SCORE) - at(a, SCORE));
  const merged: Detection[] = [];
  while (rest.length > 0) {
    const strongest = rest[0] as Detection;
    const near = rest.map((each, i) => i === 0 || overlap(strongest, each) > mergeIou);
    merged.push(meanOf(rest.filter((_, i) => near[i])));
    rest = rest.filter((_, i) => !near[i]);
  }
  return merged;
}

/** Without the boxes that lie mostly inside a stronger one, or around it. */
export function dropNested(detections: readonly Detection[], limit: number): Detection[] {
  const kept: Detection[] = [];
  for (const each of detections) {
    const nested = kept.some((other) => shared(each, other) > limit * Math.min(area(each), area(other)));
    if (!nested) kept.push(each);
  }
  return kept;
}

/** Position weighted by score; the score of the first, which is the strongest. */
function meanOf(group: readonly Detection[]): Detection {
  const total = group.reduce((sum, each) => sum + at(each, SCORE), 0);
  const mean = Array.from({ length: SCORE }, (_, i) =>
    group.reduce((sum, each) => sum + at(each, i) * at(each, SCORE), 0) / total,
  );
  return [...mean, at(group[0] as Detection, SCORE)];
}

function overlap(a: Detection, b: Detection): number {
  const both = shared(a, b);
  const union = area(a) + area(b) - both;
  return union > 0 ? both / union : 0;
}

function shared(a: Detection, b: Detection): number {
  const width = Math.min(at(a, 2), at(b, 2)) - Math.max(at(a, 0), at(b, 0));
  const height = Math.min(at(a, 3), at(b, 3)) - Math.max(at(a, 1), at(b, 1));
  return Math.max(0, width) * Math.max(0, height);
}

function area(box: Detection): number {
  return (at(box, 2) - at(box, 0)) * (at(box, 3) - at(box, 1));
}

/** Longer side of a box, in the unit of its numbers. */
export function longerSide(box: Detection): number {
  return Math.max(at(box, 2) - at(box, 0), at(box, 3) - at(box, 1));
}

function at(detection: Detection, index: number): number {
  return detection[index] as number;
}
