// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";
import { CONTRACT } from "../../../test-support/bundle";
import { detectorOutputs, type FakeFace, networkOf } from "../../../test-support/fakeNetworks";
import { draw, numbersOf } from "../../../test-support/golden";
import { compile } from "../engine/liteRt";
import { overviewOf } from "../picture/overview";
import { FaceFinder } from "./faceFinder";

vi.mock("../engine/liteRt", () => ({ compile: vi.fn() }));

const { still, camera } = CONTRACT.faces;
// At half its size it fits into the detector for pictures, at 5/32 into a quarter of the sheet of turned copies.
const PICTURE = draw({ formula: "ramp", width: 1024, height: 512 });
const LARGE = draw({ formula: "ramp", width: 2048, height: 1024 });
const SHEET_SCALE = 5 / 32;

let inPicture: FakeFace[];
let onSheet: FakeFace[];
let runs: number[];

async function find(picture = PICTURE, faces = CONTRACT.faces) {
  const finder = await FaceFinder.open({ ...CONTRACT, faces }, async (file) => new TextEncoder().encode(file));
  runs = [];
  return finder.find(overviewOf(picture, 224));
}

const near = (numbers: number[]) => numbers.map((each) => expect.closeTo(each, 2));

beforeEach(() => {
  [inPicture, onSheet] = [[], []];
  vi.mocked(compile).mockImplementation(async (model) => {
    const isStill = new TextDecoder().decode(model) === still.file;
    return networkOf((_input, shape) => {
      runs?.push(shape[1] as number);
      return isStill ? detectorOutputs(still, inPicture) : detectorOutputs(camera, onSheet);
    });
  });
});

test("a face is found in the whole picture, in its pixels, and the picture is not turned", async () => {
  inPicture = [{ x: 200, y: 100, width: 40, height: 60 }];
  const { faces, possible, omitted, rotated } = await find();
  expect(faces.map(({ box }) => numbersOf(box))).toEqual([near([360, 140, 440, 260])]);
  expect([possible, omitted, rotated]).toEqual([[], 0, 0]);
  expect(runs).toEqual([still.input_size]);
});

test.each([
  ["upright", { x: 200, y: 100, width: 40 }, null, 0, [4 * 200, 4 * 100]],
  ["turned", null, { x: 20, y: 40, width: 10 }, 90, [(40 * 64) / 5, ((80 - 20) * 64) / 5]],
])("a large picture is looked at in its overview: %s", async (_how, upright, turned, angle, [x, y]) => {
  [inPicture, onSheet] = [upright === null ? [] : [upright], turned === null ? [] : [turned]];
  const { faces, rotated } = await find(LARGE);
  const { left, top, right, bottom } = faces[0]!.box;
  expect([(left + right) / 2, (top + bottom) / 2, rotated]).toEqual([...near([x!, y!]), angle]);
});

test("faces come largest first, and beyond the limit they are counted", async () => {
  inPicture = [
    { x: 100, y: 100, width: 20 },
    { x: 200, y: 100, width: 60 },
    { x: 300, y: 100, width: 40 },
  ];
  const { faces, omitted } = await find(PICTURE, { ...CONTRACT.faces, max_faces: 2 });
  expect(faces.map(({ box }) => Math.round(box.right - box.left))).toEqual([120, 80]);
  expect(omitted).toBe(1);
});

test("a picture without faces is looked at turned, all turns in one run", async () => {
  // In the upper left quarter: the copy turned by 90 degrees.
  onSheet = [{ x: 20, y: 40, width: 10, height: 20 }];
  const { faces, rotated } = await find();
  expect(runs).toEqual([still.input_size, camera.input_size]);
  expect(rotated).toBe(90);
  const [x, y] = [40 / SHEET_SCALE, (80 - 20) / SHEET_SCALE];
  expect(faces.map(({ box }) => numbersOf(box))).toEqual([near([x - 64, y - 32, x + 64, y + 32])]);
});

test("a turned picture has the faces and possible faces of its own copy only", async () => {
  inPicture = [{ x: 200, y: 100, width: 40, score: 0.6 }];
  onSheet = [
    { x: 200, y: 40, width: 10, score: 0.85 },
    { x: 240, y: 40, width: 10, score: 0.72 },
    { x: 280, y: 40, width: 10, score: 0.6 },
    { x: 20, y: 40, width: 10, score: 0.75 },
  ];
  const { faces, possible, rotated } = await find();
  expect([rotated, faces.length]).toEqual([180, 2]);
  expect(possible.map(({ score }) => score)).toEqual(near([0.6]));
});

test("where no turn shows a good face, the possible faces are those of the upright picture", async () => {
  inPicture = [{ x: 200, y: 100, width: 40, score: 0.6 }];
  onSheet = [{ x: 20, y: 40, width: 10, score: 0.79 }];
  const { faces, possible, rotated } = await find();
  expect([faces, rotated]).toEqual([[], 0]);
  expect(possible.map(({ box }) => numbersOf(box))).toEqual([near([360, 160, 440, 240])]);
});

test("a face below the least side is a possible face", async () => {
  inPicture = [{ x: 200, y: 100, width: CONTRACT.crop.min_face_side / 2 - 1 }];
  const { faces, possible } = await find();
  expect([faces.length, possible.length]).toEqual([0, 1]);
});

test("a picture below the least side has no faces, and is not looked at", async () => {
  inPicture = [{ x: 30, y: 30, width: 40 }];
  const tiny = draw({ formula: "noise", width: 200, height: CONTRACT.faces.min_picture_side - 1, seed: 1 });
  expect(await find(tiny)).toEqual({ faces: [], possible: [], omitted: 0, rotated: 0 });
  expect(runs).toEqual([]);
});
