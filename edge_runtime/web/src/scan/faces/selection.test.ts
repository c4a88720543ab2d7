// @vitest-environment node
import { expect, test } from "vitest";
import type { Face } from "../../results/result.types";
import type { Turn } from "../picture/turning";
import { choose, select } from "./selection";

const RULE = { decides_from: 0.7, possible_from: 0.5, turned_from: 0.8, max_faces: 2, min_face_side: 24 };
const NOTHING = { faces: [], possible: [], omitted: 0 };

const face = (side: number, score: number, height = side): Face => ({
  box: { left: 0, top: 0, right: side, bottom: height },
  score,
});

test("faces come largest first, equally large ones in their order", () => {
  const [small, large, tall] = [face(30, 0.9), face(50, 0.8), face(25, 0.7, 100)];
  expect(select([small, large, tall], { ...RULE, max_faces: 9 }).faces).toEqual([large, tall, small]);
});

test("faces beyond the limit are counted, not judged and not listed", () => {
  const found = [30, 60, 40, 50].map((side) => face(side, 0.9));
  const { faces, possible, omitted } = select(found, RULE);
  expect(faces).toEqual([found[1], found[3]]);
  expect([possible, omitted]).toEqual([[], 2]);
});

test("a box below the least score is nothing", () => {
  expect(select([face(90, 0.49)], RULE)).toEqual(NOTHING);
});

test("a box that is too weak or too small is a possible face, best first", () => {
  const [tiny, weak, good] = [face(23, 0.95), face(90, 0.69), face(24, 0.7)];
  expect(select([weak, good, tiny], RULE)).toEqual({ faces: [good], possible: [tiny, weak], omitted: 0 });
});

test("the longer side decides whether a face is too small", () => {
  expect(select([face(10, 0.9, 24)], RULE).faces).toHaveLength(1);
});

test("no more than 64 possible faces are listed", () => {
  const found = Array.from({ length: 70 }, (_, i) => face(90, 0.6 - i / 1000));
  expect(select(found, RULE).possible).toEqual(found.slice(0, 64));
});

const turned = (turn: Turn, side: number, score: number) => ({ turn, ...face(side, score) });

test("a picture with a sure face is not turned, one with weak faces alone is", () => {
  const upright = select([face(30, 0.7), face(30, 0.8)], RULE);
  expect(choose(select([face(30, 0.79)], RULE), [turned(90, 90, 0.8)], RULE).rotated).toBe(90);
  expect(choose(upright, [turned(90, 90, 0.99)], RULE)).toEqual({ ...upright, rotated: 0 });
});

test("the turn with the best face wins, with all of its own boxes and no others", () => {
  const boxes = [turned(180, 30, 0.95), turned(90, 90, 0.9), turned(180, 90, 0.75), turned(180, 90, 0.6)];
  expect(choose(select([face(30, 0.6)], RULE), boxes, RULE)).toEqual({
    faces: [face(90, 0.75), face(30, 0.95)],
    possible: [face(90, 0.6)],
    omitted: 0,
    rotated: 180,
  });
});

test("of equally good turns the smaller wins", () => {
  expect(choose(NOTHING, [turned(270, 30, 0.9), turned(180, 30, 0.9)], RULE).rotated).toBe(180);
});

test("a face turns the picture from its score on, and if it is large enough to be judged", () => {
  expect(choose(NOTHING, [turned(90, 24, 0.8)], RULE).rotated).toBe(90);
  const upright = select([face(30, 0.6)], RULE);
  expect(choose(upright, [turned(90, 24, 0.79), turned(90, 23, 0.9)], RULE)).toEqual({ ...upright, rotated: 0 });
});
