// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";
import { CONTRACT, readBundleFile, SERVED } from "../../test-support/bundle";
import { detectorOutputs, type FakeFace, networkOf, networkOutputs } from "../../test-support/fakeNetworks";
import { draw } from "../../test-support/golden";
import { Problem } from "../results/problem";
import { BrowserScanner } from "./browserScanner";
import { compile } from "./engine/liteRt";
import { decodeFile } from "./picture/decodeFile";

vi.mock("./engine/liteRt", () => ({ compile: vi.fn() }));
vi.mock("./picture/decodeFile", () => ({ decodeFile: vi.fn() }));

const { still, camera } = CONTRACT.faces;
const FILE = new File(["x"], "holiday.jpg");
const EVIDENCE = Array.from({ length: 49 }, (_, i) => (i % 7) - 3);
const NO_VECTORS = new TextEncoder().encode('{"tolerance": {"logit": 1, "gate": 1, "evidence": 1}, "vectors": []}');

let faces: FakeFace[];
let turned: FakeFace[];
let logits: number[];
let steps: string[];

function open(golden = NO_VECTORS) {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    "model.tflite": readBundleFile("model.tflite"),
    "golden.json": golden,
    [still.file]: new TextEncoder().encode("still"),
    [camera.file]: new TextEncoder().encode("camera"),
  };
  const read = vi.fn(async (name: string) => files[name] as Uint8Array<ArrayBuffer>);
  return { read, opening: BrowserScanner.open(CONTRACT, SERVED.bundle, read) };
}

async function scan(width: number, height: number) {
  vi.mocked(decodeFile).mockResolvedValue(draw({ formula: "noise", width, height, seed: 2 }));
  const scanner = await open().opening;
  steps = [];
  return scanner.scan(FILE);
}

async function problemOf(scanning: Promise<unknown>): Promise<Problem> {
  const error: unknown = await scanning.then(() => null, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

beforeEach(() => {
  [faces, turned, logits, steps] = [[], [], [], []];
  vi.mocked(compile).mockImplementation(async (model) => {
    const name = model.length < 9 ? new TextDecoder().decode(model) : "network";
    return networkOf((_input, shape) => {
      steps.push(`${name} ${shape[1]}`);
      if (name === "still") return detectorOutputs(still, faces);
      if (name === "camera") return detectorOutputs(camera, turned);
      return networkOutputs(logits.shift() ?? 0, 0.25, EVIDENCE);
    });
  });
});

test("the files that the contract names are read, and no others", async () => {
  const { read, opening } = open();
  await opening;
  const names = read.mock.calls.map(([name]) => name);
  expect(names).toEqual(["model.tflite", "golden.json", "face_still.tflite", "face_camera.tflite"]);
});

test("an engine that answers the golden vectors wrongly is not opened", async () => {
  vi.mocked(decodeFile).mockResolvedValue(draw({ formula: "noise", width: 224, height: 224, seed: 2 }));
  await expect(open(readBundleFile("golden.json")).opening).rejects.toThrow("wrong answer to the golden vector");
});

test("faces are looked for first, then the whole picture is judged, then the faces", async () => {
  faces = [{ x: 200, y: 150, width: 120 }];
  const { result, evidence } = await scan(400, 300);
  expect(steps).toEqual(["still 512", "network 224", "network 224"]);
  expect(result.regions.map((region) => region.kind)).toEqual(["image", "face"]);
  expect(result.regions[1]?.box.right).toBeCloseTo(260, 3);
  expect(evidence.map(({ values }) => values.length)).toEqual([7, 7]);
  expect(evidence[0]?.square).toEqual({ left: 50, top: 0, right: 350, bottom: 300 });
  const { left, right, top, bottom } = evidence[1]!.square;
  expect(right - left).toBeCloseTo(120 * (1 + 2 * CONTRACT.crop.face_margin), 3);
  expect((top + bottom) / 2).toBeCloseTo(150 + 120 * CONTRACT.crop.face_shift, 3);
});

test("a picture without a face is also looked at turned, and a verdict is looked at twice", async () => {
  logits = [3, 3];
  const { result } = await scan(400, 300);
  expect(steps).toEqual(["still 512", "camera 320", "network 224", "network 224"]);
  expect(result).toMatchObject({ status: "scanned", verdict: "FAKE", rotated: 0, reasons: [] });
  expect(result.regions).toHaveLength(1);
  expect(result.regions[0]?.looks).toHaveLength(2);
  expect(result.probability).toBe(result.regions[0]?.probability);
});

test("the verdict is pooled over the whole picture and its faces", async () => {
  faces = [
    { x: 120, y: 150, width: 110 },
    { x: 300, y: 150, width: 100 },
  ];
  logits = [-4, -4, -4, -4, 4, 4];
  const { result } = await scan(400, 300);
  expect(result.regions.map((region) => region.verdict)).toEqual(["REAL", "REAL", "FAKE"]);
  const [whole, , fake] = result.regions.map(({ probability }) => Math.log(probability / (1 - probability)));
  const { whole: ofWhole, face, larger } = CONTRACT.pooling;
  const pooled = ofWhole * whole! + (face + larger) * fake!;
  expect(result.probability).toBeCloseTo(1 / (1 + Math.exp(-pooled)), 9);
});

test("a turned picture says so, with boxes where the picture has them", async () => {
  turned = [{ x: 60, y: 80, width: 30 }];
  const { result } = await scan(400, 300);
  expect(result.rotated).toBe(90);
  // A quarter of the sheet has 160 pixels for 400, and is 120 high.
  const scale = 0.4;
  const box = result.regions[1]!.box;
  expect([(box.left + box.right) / 2, (box.top + box.bottom) / 2].map(Math.round)).toEqual([80 / scale, 60 / scale]);
});

test("faces that are too weak are listed as possible faces", async () => {
  faces = [{ x: 200, y: 150, width: 120, score: 0.6 }];
  const { result } = await scan(400, 300);
  expect(result.regions).toHaveLength(1);
  expect(result.possible_faces).toHaveLength(1);
  expect(result.possible_faces[0]?.score).toBeCloseTo(0.6, 6);
});

test("a picture that is too small is a failed result", async () => {
  const { code, message, result } = await problemOf(scan(300, CONTRACT.crop.min_picture_side - 1));
  expect(code).toBe("too_small");
  expect(message).toContain("less than 32 pixels");
  expect(result).toMatchObject({ status: "failed", failure: { code: "too_small", message }, regions: [], verdict: null });
  expect(result?.image).toEqual({ width: 300, height: 31, notes: [] });
  expect(steps).toEqual([]);
});

test("a file that the browser cannot decode is a failed result", async () => {
  vi.mocked(decodeFile).mockRejectedValue(new DOMException("no picture", "InvalidStateError"));
  const { code, result } = await problemOf((await open().opening).scan(FILE));
  expect(code).toBe("undecodable");
  expect(result).toMatchObject({ source: "holiday.jpg", status: "failed", image: null, timings_ms: null });
});
