// @vitest-environment node
import { expect, test } from "vitest";
import { draw } from "../../../test-support/golden";
import type { ReasonsRule } from "../contract";
import { graphicScore, type LookedAt, reasonsOf } from "./reasons";

const NO_GRAPHIC = { bias: -1, flat: 0, common: 0, hard: 0, extreme: 0, colourfulness: 0 };
const RULE: ReasonsRule = { enlarged_below_px: 96, colourless_below: 6, shape_above: 3, graphic: NO_GRAPHIC };
const COLOURFUL = draw({ formula: "noise", width: 32, height: 32, seed: 1 });
const GREY = draw({ formula: "flat", width: 32, height: 32, color: [90, 90, 90] });

const LONG = { width: 9000, height: 100 };

const square = (side: number) => ({ left: 5, top: 5, right: 5 + side, bottom: 5 + side });
const view = (side: number, tiled = false) => ({ kind: "image" as const, square: square(side), tiled, turn: 0 as const });
const SEEN: LookedAt = { picture: { width: 300, height: 100 }, view: view(96), crop: COLOURFUL };

test("a colourful crop of enough pixels has no reason, and a limit itself is not beyond it", () => {
  expect(reasonsOf(SEEN, RULE)).toEqual([]);
});

test("each reason has its cause", () => {
  expect(reasonsOf(SEEN, { ...RULE, graphic: { ...NO_GRAPHIC, bias: 0.1 } })).toEqual(["not_a_photograph"]);
  expect(reasonsOf({ ...SEEN, view: view(95.9) }, RULE)).toEqual(["too_small"]);
  expect(reasonsOf({ ...SEEN, crop: GREY }, RULE)).toEqual(["no_colour"]);
  expect(reasonsOf({ ...SEEN, picture: { width: 100, height: 301 } }, RULE)).toEqual(["extreme_shape"]);
});

test("mirrored copies are not too small, and the picture's shape is nothing to a face", () => {
  expect(reasonsOf({ ...SEEN, view: view(40, true) }, RULE)).toEqual([]);
  expect(reasonsOf({ ...SEEN, view: { ...view(96), kind: "face" }, picture: LONG }, RULE)).toEqual([]);
});

test("several reasons come in their fixed order", () => {
  const all = { ...SEEN, view: view(20), crop: GREY, picture: { width: 500, height: 100 } };
  const graphic = { ...NO_GRAPHIC, bias: 1 };
  expect(reasonsOf(all, { ...RULE, graphic })).toEqual(["not_a_photograph", "too_small", "no_colour", "extreme_shape"]);
});

test("the graphic score is a weighted sum", () => {
  const statistics = { flat: 0.5, common: 0.25, hard: 0.125, extreme: 1, colourfulness: 10 };
  const weights = { bias: -3, flat: 4, common: 8, hard: 16, extreme: 1, colourfulness: -0.25 };
  expect(graphicScore(statistics, weights)).toBe(-3 + 2 + 2 + 2 + 1 - 2.5);
});
