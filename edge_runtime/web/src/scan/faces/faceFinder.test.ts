// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";
import { CONTRACT } from "../../../test-support/bundle";
import { detectorOutputs, type FakeFace, networkOf } from "../../../test-support/fakeNetworks";
import { draw } from "../../../test-support/golden";
import type { DetectorRule } from "../contract";
import { compile } from "../engine/liteRt";
import { openFaceFinder } from "./faceFinder";

vi.mock("../engine/liteRt", () => ({ compile: vi.fn() }));

const [short, , tiles] = CONTRACT.faces.detectors as [DetectorRule, DetectorRule, DetectorRule];
const RULE = { ...CONTRACT.faces, detectors: [short, tiles] };
const PICTURE = draw({ formula: "noise", width: 400, height: 300, seed: 1 });
// At 0.65 of its size the picture is 260 x 195: two tiles of 192 pixels across and two down, a few pixels apart.
const SHRUNK = { scale: 0.65, longer: 260 };

let whole: FakeFace[];
let inTiles: FakeFace[][];
let views: number[];

async function find(picture = PICTURE, rule = RULE) {
  const finder = await openFaceFinder(rule, async (file) => new TextEncoder().encode(file));
  return finder(picture);
}

beforeEach(() => {
  [whole, inTiles, views] = [[], [], []];
  vi.mocked(compile).mockImplementation(async (model) => {
    const isShort = new TextDecoder().decode(model) === short.file;
    return networkOf((_input, shape) => {
      views.push(shape[1] as number);
      return isShort ? detectorOutputs(short, whole) : detectorOutputs(tiles, inTiles.shift() ?? []);
    });
  });
});

test("a large face is found in the whole picture, and no tile is looked at", async () => {
  whole = [{ x: 0.5, y: 0.5, size: 0.5 }];
  const [face, ...more] = await find();
  expect(more).toEqual([]);
  expect(views).toEqual([128]);
  const { left, top, right, bottom } = face!.box;
  expect(right - left).toBeCloseTo((0.5 * SHRUNK.longer) / SHRUNK.scale, 4);
  expect((left + right) / 2).toBeCloseTo(200, 4);
  expect((top + bottom) / 2).toBeCloseTo(150, 4);
});

test("without a large face the tiles are looked at, and their faces lie where the tiles do", async () => {
  inTiles = [[], [{ x: 0.5, y: 0.5, size: 0.25 }]];
  const [face, ...more] = await find();
  expect(more).toEqual([]);
  expect(views.slice(0, 2)).toEqual([128, 192]);
  const middle = ((260 - 192) + 96) / SHRUNK.scale;
  expect((face!.box.left + face!.box.right) / 2).toBeCloseTo(middle, 4);
  expect(face!.box.right - face!.box.left).toBeCloseTo((0.25 * 192) / SHRUNK.scale, 4);
});

test("a box that an inner edge of a tile cuts is dropped; at the picture's edge it is kept", async () => {
  const cut = { x: 0.95, y: 0.5, size: 0.2 };
  inTiles = [[cut]];
  expect(await find()).toEqual([]);
  inTiles = [[], [cut]];
  expect(await find()).toHaveLength(1);
});

test("faces come largest first, no more than the contract allows", async () => {
  whole = [
    { x: 0.2, y: 0.5, size: 0.1 },
    { x: 0.5, y: 0.5, size: 0.3 },
    { x: 0.8, y: 0.5, size: 0.2 },
  ];
  const sides = (await find()).map(({ box }) => Math.round(box.right - box.left));
  expect(sides).toEqual([120, 80, 40]);
  expect(await find(PICTURE, { ...RULE, max_faces: 2 })).toHaveLength(2);
});

test("a detection below the least score is no face", async () => {
  whole = [{ x: 0.5, y: 0.5, size: 0.5, logit: -0.1 }];
  expect(await find()).toEqual([]);
});

test("a picture below the least side has no faces, and is not looked at", async () => {
  const tiny = draw({ formula: "noise", width: 200, height: RULE.min_picture_side - 1, seed: 1 });
  expect(await find(tiny)).toEqual([]);
  expect(views).toEqual([]);
});

test("a network with other outputs is no face detector", async () => {
  vi.mocked(compile).mockResolvedValue(networkOf(() => [{ name: "logit", bytes: new Uint8Array(4) }]));
  await expect(find()).rejects.toThrow("not a face detector");
});
