// @vitest-environment node
import { expect, test } from "vitest";
import type { Face } from "../../results/result.types";
import { select } from "./selection";

const RULE = { decides_from: 0.7, max_faces: 2 };
const MIN_SIDE = 24;

const face = (side: number, score: number, height = side): Face => ({
  box: { left: 0, top: 0, right: side, bottom: height },
  score,
});

test("faces come largest first, equally large ones in their order", () => {
  const [small, large, tall] = [face(30, 0.9), face(50, 0.8), face(25, 0.7, 100)];
  expect(select([small, large, tall], { ...RULE, max_faces: 9 }, MIN_SIDE).faces).toEqual([large, tall, small]);
});

test("faces beyond the limit are counted, not judged and not listed", () => {
  const found = [30, 60, 40, 50].map((side) => face(side, 0.9));
  const { faces, possible, omitted } = select(found, RULE, MIN_SIDE);
  expect(faces).toEqual([found[1], found[3]]);
  expect([possible, omitted]).toEqual([[], 2]);
});

test("a box that is too weak or too small is a possible face, best first", () => {
  const [tiny, weak, good] = [face(23, 0.95), face(90, 0.69), face(24, 0.7)];
  expect(select([tiny, good, weak], RULE, MIN_SIDE)).toEqual({ faces: [good], possible: [tiny, weak], omitted: 0 });
});

test("the longer side decides whether a face is too small", () => {
  expect(select([face(10, 0.9, 24)], RULE, MIN_SIDE).faces).toHaveLength(1);
});

test("no more than 64 possible faces are listed", () => {
  const found = Array.from({ length: 70 }, (_, i) => face(90, 0.6 - i / 1000));
  expect(select(found, RULE, MIN_SIDE).possible).toEqual(found.slice(0, 64));
});
