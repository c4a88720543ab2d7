// @vitest-environment node
import { beforeEach, expect, test } from "vitest";
import { CONTRACT } from "../../../test-support/bundle";
import { draw } from "../../../test-support/golden";
import type { Contract } from "../contract";
import type { Raster } from "../picture/raster";
import { Stopwatch } from "../stopwatch";
import { cutCrop } from "../picture/geometry";
import { overviewOf } from "../picture/overview";
import { mirrorLeftRight, turnPicture } from "../picture/turning";
import { RegionJudge } from "./regionJudge";

// A logit of 4 gives FAKE, one of -4 REAL, one of 0.25 a probability of a half.
const PLAIN: Contract = {
  ...CONTRACT,
  decision: { temperature: 1, bias: -0.25, fake_at: 0.8, real_at: 0.2 },
  second_look: { inset: 0.1, limit: 1.5 },
};
const PICTURE = draw({ formula: "noise", width: 400, height: 300, seed: 2 });
const FACE = { box: { left: 100, top: 100, right: 200, bottom: 220 }, score: 0.9 };
const MAP = Array.from({ length: 7 }, (_, y) => Array.from({ length: 7 }, (_, x) => y * 7 + x));

let logits: number[];
let crops: Raster[];

beforeEach(() => {
  [logits, crops] = [[], []];
});

function judge(picture = PICTURE, found = {}) {
  const engine = async (crop: Raster) => {
    crops.push(crop);
    return { logit: logits.shift() ?? 0.25, gate: crops.length / 10, evidence: MAP };
  };
  const all = { faces: [], possible: [], omitted: 0, rotated: 0 as const, ...found };
  return new RegionJudge(PLAIN, engine).judge(overviewOf(picture, 224), all, new Stopwatch());
}

test("the whole picture comes first, then the faces", async () => {
  const judged = await judge(PICTURE, { faces: [FACE] });
  expect(judged.map(({ region }) => [region.kind, region.face_score])).toEqual([
    ["image", null],
    ["face", 0.9],
  ]);
  expect(judged[0]?.region.box).toEqual({ left: 50, top: 0, right: 350, bottom: 300 });
  expect(judged[1]?.region.box).toEqual(FACE.box);
  expect(judged[0]?.evidence).toEqual({ square: { left: 50, top: 0, right: 350, bottom: 300 }, values: MAP });
});

test("a region that is neither REAL nor FAKE is looked at once", async () => {
  logits = [0.25];
  const [whole] = await judge();
  expect(whole?.region).toMatchObject({ logit: 0.25, looks: [0.25], probability: 0.5, verdict: "UNSURE", reasons: [] });
  expect(crops).toHaveLength(1);
});

test("a verdict is looked at again, drawn in and mirrored, and the logits are averaged", async () => {
  logits = [4, 3];
  const [whole] = await judge();
  expect(whole?.region).toMatchObject({ logit: 3.5, looks: [4, 3], verdict: "FAKE", reasons: [], gate: 0.1 });
  expect(whole?.region.probability).toBeCloseTo(1 / (1 + Math.exp(-3.25)), 12);
  const closer = { left: 80, top: 30, right: 320, bottom: 270 };
  expect(crops[1]).toEqual(mirrorLeftRight(cutCrop(PICTURE, closer, 224)));
});

test("looks that differ too much are unstable", async () => {
  logits = [4, 2.4];
  expect((await judge())[0]?.region).toMatchObject({ looks: [4, 2.4], verdict: "UNSURE", reasons: ["unstable"] });
});

test("a region with a reason is not looked at again", async () => {
  logits = [9];
  const [whole] = await judge(draw({ formula: "noise", width: 80, height: 70, seed: 1 }));
  expect(whole?.region).toMatchObject({ looks: [9], verdict: "UNSURE", reasons: ["too_small"] });
});

test("in a turned picture every crop is turned, mirrored after that, and its evidence turned back", async () => {
  logits = [4, 4];
  const [whole] = await judge(PICTURE, { rotated: 90 });
  const square = { left: 50, top: 0, right: 350, bottom: 300 };
  expect(crops[0]).toEqual(turnPicture(cutCrop(PICTURE, square, 224), 90));
  const closer = cutCrop(PICTURE, { left: 80, top: 30, right: 320, bottom: 270 }, 224);
  expect(crops[1]).toEqual(mirrorLeftRight(turnPicture(closer, 90)));
  expect(whole?.evidence.values[0]).toEqual([6, 13, 20, 27, 34, 41, 48]);
});

test("a tiny picture is tiled in both looks, and its evidence is that of one copy", async () => {
  logits = [-4, -4];
  const [whole] = await judge(draw({ formula: "noise", width: 70, height: 48, seed: 1 }));
  expect(whole?.region).toMatchObject({ looks: [-4, -4], verdict: "REAL", quality: ["small"] });
  expect(whole?.evidence.values.map((row) => row.length)).toEqual([2, 2]);
  const [, again] = crops as [Raster, Raster];
  // Mirrored copies: a row reads the same 64 pixels to and fro, here from the right.
  const row = [...again.data.subarray(0, 224 * 3)];
  const at = (x: number) => row.slice((223 - x) * 3, (224 - x) * 3);
  expect(at(64)).toEqual(at(63));
  expect(at(127)).toEqual(at(0));
});
