// The output of a YuNet face detector to boxes.
import type { Box, Face } from "../../results/result.types";
import type { DetectorRule } from "../contract";

/** Numbers of a row: two scores, the offset of the centre from the cell, and the logarithms of the sides. */
const COLUMNS = 6;

/** Length of the output: a row for each cell of each stride. */
export function outputLength({ input_size: size, strides }: DetectorRule): number {
  return strides.reduce((sum, stride) => sum + (size / stride) ** 2, 0) * COLUMNS;
}

/**
 * Boxes in pixels of the detector's input whose score reaches a threshold, in the output's order.
 *
 * @param output Rows of six numbers, stride by stride, within a stride row by row over the cells.
 */
export function decode(output: Float32Array, { input_size: size, strides }: DetectorRule, threshold: number): Face[] {
  const faces: Face[] = [];
  let row = 0;
  for (const stride of strides) {
    const side = size / stride;
    for (let cell = 0; cell < side * side; cell++, row++) {
      const score = scoreOf(output, row * COLUMNS);
      if (!(score >= threshold)) continue;
      const box = boxOf(output, row * COLUMNS, cell % side, Math.floor(cell / side), stride);
      if (Object.values(box).every(Number.isFinite)) faces.push({ box, score });
    }
  }
  return faces;
}

function scoreOf(output: Float32Array, at: number): number {
  const [chance, presence] = [output[at] as number, output[at + 1] as number].map((each) => Math.min(Math.max(each, 0), 1));
  return Math.sqrt((chance as number) * (presence as number));
}

function boxOf(output: Float32Array, at: number, cellX: number, cellY: number, stride: number): Box {
  const [dx, dy, dw, dh] = output.subarray(at + 2, at + COLUMNS) as unknown as [number, number, number, number];
  const [x, y] = [(cellX + dx) * stride, (cellY + dy) * stride];
  const [halfWidth, halfHeight] = [(Math.exp(dw) * stride) / 2, (Math.exp(dh) * stride) / 2];
  return { left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight };
}

/** Without the boxes that overlap a better one by more than this; best first, equally good ones in their order. */
export function suppress(faces: readonly Face[], limit: number): Face[] {
  const kept: Face[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score)) {
    if (kept.every((better) => overlap(better.box, face.box) <= limit)) kept.push(face);
  }
  return kept;
}

/** Intersection over union; boxes without area overlap nothing. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  const union = areaOf(a) + areaOf(b) - shared;
  return union > 0 ? shared / union : 0;
}

export function areaOf(box: Box): number {
  return (box.right - box.left) * (box.bottom - box.top);
}
