// @vitest-environment node
import { expect, test, vi } from "vitest";
import { detectorOutputs, networkOf, type Run } from "../../../test-support/fakeNetworks";
import { draw, numbersOf } from "../../../test-support/golden";
import { compile } from "../engine/liteRt";
import { openDetector } from "./detector";

vi.mock("../engine/liteRt", () => ({ compile: vi.fn() }));

const RULE = { file: "face_still.tflite", input_size: 64, strides: [8, 16] };
const LIMITS = { possible_from: 0.5, suppress_iou: 0.3 };
const INPUT = draw({ formula: "noise", width: 64, height: 64, seed: 1 });

const open = (run: Run) => {
  vi.mocked(compile).mockResolvedValue(networkOf(run));
  return openDetector(new Uint8Array(1), RULE, LIMITS);
};

test("the network sees the picture's bytes, and black once before", async () => {
  const run = vi.fn((..._call: Parameters<Run>) => detectorOutputs(RULE, []));
  const detect = await open(run);
  expect(await detect(INPUT)).toEqual([]);
  const [[black, shape], [input, again]] = run.mock.calls as [Parameters<Run>, Parameters<Run>];
  expect([...black].every((value) => value === 0)).toBe(true);
  expect([black.length, shape, again]).toEqual([64 * 64 * 3, [1, 64, 64, 3], [1, 64, 64, 3]]);
  expect(input).toBe(INPUT.data);
});

test("faces come best first, without those that overlap a better one or are too weak", async () => {
  const seen = [
    { x: 20, y: 20, width: 16, score: 0.6 },
    { x: 20, y: 36, width: 16, height: 8, score: 0.4 },
    { x: 44, y: 20, width: 16, score: 0.8 },
    { x: 46, y: 28, width: 16, height: 30, score: 0.7 },
  ];
  const faces = await (await open(() => detectorOutputs(RULE, seen)))(INPUT);
  expect(faces.map(({ score }) => score)).toEqual([0.8, 0.6].map((each) => expect.closeTo(each, 6)));
  expect(numbersOf(faces[0]!.box)).toEqual([36, 12, 52, 28].map((each) => expect.closeTo(each, 4)));
});

test("a network with another output is no face detector, which is told when it is opened", async () => {
  const other = detectorOutputs({ ...RULE, input_size: 32 }, []);
  await expect(open(() => other)).rejects.toThrow("face_still.tflite is not a face detector");
  await expect(open(() => [])).rejects.toThrow("not a face detector");
  const right = detectorOutputs(RULE, []);
  await expect(open(() => [...right, ...right])).rejects.toThrow("not a face detector");
});
