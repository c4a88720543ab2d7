// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";
import { CONTRACT, readBundleFile, SERVED } from "../../test-support/bundle";
import { detectorOutputs, type FakeFace, networkOf, networkOutputs } from "../../test-support/fakeNetworks";
import { draw } from "../../test-support/golden";
import { Problem } from "../results/problem";
import { BrowserScanner } from "./browserScanner";
import type { DetectorRule } from "./contract";
import { compile } from "./engine/liteRt";
import { decodeFile } from "./picture/decodeFile";

vi.mock("./engine/liteRt", () => ({ compile: vi.fn() }));
vi.mock("./picture/decodeFile", () => ({ decodeFile: vi.fn() }));

const [short, full] = CONTRACT.faces.detectors as [DetectorRule, DetectorRule];
const FILE = new File(["x"], "holiday.jpg");
const EVIDENCE = Array.from({ length: 49 }, (_, i) => (i % 7) - 3);
const NO_VECTORS = new TextEncoder().encode('{"tolerance": {"logit": 1, "gate": 1, "evidence": 1}, "vectors": []}');

let faces: FakeFace[];
let logits: number[];
let crops: number[];

function open(golden = NO_VECTORS) {
  const read = vi.fn(async (name: string) => (name === "golden.json" ? golden : readBundleFile(name)));
  return { read, opening: BrowserScanner.open(CONTRACT, SERVED.bundle, read) };
}

async function scan(width: number, height: number) {
  vi.mocked(decodeFile).mockResolvedValue(draw({ formula: "noise", width, height, seed: 2 }));
  return (await open().opening).scan(FILE);
}

async function problemOf(scanning: Promise<unknown>): Promise<Problem> {
  const error: unknown = await scanning.then(() => null, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

beforeEach(() => {
  [faces, logits, crops] = [[], [], []];
  vi.mocked(compile).mockImplementation(async (model) => {
    if (model.length === readBundleFile(short.file).length) return networkOf(() => detectorOutputs(short, faces));
    if (model.length === readBundleFile(full.file).length) return networkOf(() => detectorOutputs(full, []));
    return networkOf((_input, shape) => {
      crops.push(shape[1] as number);
      return networkOutputs(logits.shift() ?? 0, 0.25, EVIDENCE);
    });
  });
});

test("the files that the contract names are read, and no others", async () => {
  const { read, opening } = open();
  await opening;
  const names = new Set(read.mock.calls.map(([name]) => name));
  expect(names).toEqual(new Set(["model.tflite", "golden.json", "face_short_range.tflite", "face_full_range.tflite"]));
});

test("an engine that answers the golden vectors wrongly is not opened", async () => {
  vi.mocked(decodeFile).mockResolvedValue(draw({ formula: "noise", width: 224, height: 224, seed: 2 }));
  await expect(open(readBundleFile("golden.json")).opening).rejects.toThrow("wrong answer to the golden vector");
});

test("without a face the middle of the picture is judged", async () => {
  logits = [3];
  const { result, evidence } = await scan(400, 300);
  expect(result).toMatchObject({ source: "holiday.jpg", status: "scanned", verdict: "FAKE", failure: null });
  expect(result.image).toEqual({ width: 400, height: 300, notes: [] });
  expect(result.runtime.backend).toBe("litert.js");
  expect(result.bundle).toEqual(SERVED.bundle);
  expect(result.regions).toHaveLength(1);
  expect(result.regions[0]).toMatchObject({ kind: "image", face_score: null, quality: [] });
  expect(result.regions[0]?.box).toEqual({ left: 50, top: 0, right: 350, bottom: 300 });
  expect(evidence[0]?.square).toEqual({ left: 50, top: 0, right: 350, bottom: 300 });
  expect(evidence[0]?.values.map((row) => row.length)).toEqual(Array(7).fill(7));
  expect(crops).toEqual([224]);
});

test("a face is judged in a square with the contract's margin", async () => {
  faces = [{ x: 0.5, y: 0.5, size: 0.5 }];
  logits = [-4];
  const { result, evidence } = await scan(400, 300);
  const [region] = result.regions;
  expect([region?.kind, region?.verdict, result.verdict]).toEqual(["face", "REAL", "REAL"]);
  expect(region?.box.right).toBeCloseTo(300, 3);
  expect(region?.face_score).toBeGreaterThan(0.9);
  const side = (evidence[0]?.square.right ?? 0) - (evidence[0]?.square.left ?? 0);
  expect(side).toBeCloseTo(200 * (1 + 2 * CONTRACT.crop.face_margin), 2);
});

test("one fake face makes the picture fake", async () => {
  faces = [
    { x: 0.3, y: 0.5, size: 0.3 },
    { x: 0.7, y: 0.5, size: 0.25 },
  ];
  logits = [-4, 4];
  const { result, evidence } = await scan(400, 300);
  expect(result.regions.map((region) => region.verdict)).toEqual(["REAL", "FAKE"]);
  expect(result.verdict).toBe("FAKE");
  expect(result.probability).toBe(result.regions[1]?.probability);
  expect(evidence).toHaveLength(2);
});

test("a face below the least side counts as none", async () => {
  faces = [{ x: 0.5, y: 0.5, size: (CONTRACT.crop.min_face_side - 2) / 400 }];
  const { result } = await scan(400, 300);
  expect(result.regions.map((region) => region.kind)).toEqual(["image"]);
});

test("a tiny picture is mirrored, and its evidence folded back", async () => {
  const { result, evidence } = await scan(48, 40);
  expect(result.regions[0]?.quality).toContain("small");
  expect(crops).toEqual([224]);
  expect(evidence[0]?.square).toEqual({ left: 4, top: 0, right: 44, bottom: 40 });
  expect(evidence[0]?.values.map((row) => row.length)).toEqual([2, 2]);
});

test("the times of a step are summed over the regions", async () => {
  faces = [
    { x: 0.3, y: 0.5, size: 0.3 },
    { x: 0.7, y: 0.5, size: 0.25 },
  ];
  // Every step begins and ends with a look at a clock that moves on by one millisecond.
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => ++clock);
  const { result } = await scan(400, 300);
  expect(result.timings_ms).toEqual({ decode: 1, detect: 1, crop: 2, infer: 2, total: 6 });
});

test("a picture that is too small is a failed result", async () => {
  const { code, message, result } = await problemOf(scan(300, CONTRACT.crop.min_picture_side - 1));
  expect(code).toBe("too_small");
  expect(message).toContain("less than 32 pixels");
  expect(result).toMatchObject({ status: "failed", failure: { code: "too_small", message }, regions: [], verdict: null });
});

test("a file that the browser cannot decode is a failed result", async () => {
  vi.mocked(decodeFile).mockRejectedValue(new DOMException("no picture", "InvalidStateError"));
  const { code, result } = await problemOf((await open().opening).scan(FILE));
  expect(code).toBe("undecodable");
  expect(result).toMatchObject({ source: "holiday.jpg", status: "failed", image: null, timings_ms: null });
  expect(crops).toEqual([]);
});
