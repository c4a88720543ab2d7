// @vitest-environment node
import { expect, test, vi } from "vitest";
import { CONTRACT, readBundleFile } from "../../../test-support/bundle";
import { networkOf, networkOutputs, type Run, stepOf } from "../../../test-support/fakeNetworks";
import { draw } from "../../../test-support/golden";
import { openEngine } from "./engine";
import { compile } from "./liteRt";

vi.mock("./liteRt", () => ({ compile: vi.fn() }));

const MODEL = readBundleFile("model.tflite");
const EVIDENCE = Array.from({ length: 49 }, (_, i) => (i - 24) / 40);
const CROP = draw({ formula: "noise", width: 224, height: 224, seed: 5 });

test("int8 outputs become the numbers that they stand for, and evidence becomes rows", async () => {
  const run = vi.fn((..._call: Parameters<Run>) => networkOutputs(1.5, 0.3, EVIDENCE));
  vi.mocked(compile).mockResolvedValue(networkOf(run));
  const engine = await openEngine(MODEL, CONTRACT.outputs);
  const { logit, gate, evidence } = await engine(CROP);
  expect(Math.abs(logit - 1.5)).toBeLessThanOrEqual(stepOf("logit") / 2 + 1e-6);
  expect(Math.abs(gate - 0.3)).toBeLessThanOrEqual(stepOf("gate") / 2 + 1e-6);
  expect(evidence.map((row) => row.length)).toEqual(Array(7).fill(7));
  evidence.flat().forEach((value, i) => {
    expect(Math.abs(value - (EVIDENCE[i] as number))).toBeLessThanOrEqual(stepOf("evidence") / 2 + 1e-6);
  });
  const [input, shape] = run.mock.calls[0]!;
  expect(input).toBe(CROP.data);
  expect(shape).toEqual([1, 224, 224, 3]);
});

test("a model without an output that the contract names is refused", async () => {
  vi.mocked(compile).mockResolvedValue(networkOf(() => networkOutputs(0, 0.5, EVIDENCE)));
  const engine = await openEngine(MODEL, { ...CONTRACT.outputs, gate: { name: "door" } });
  await expect(engine(CROP)).rejects.toThrow("no output door");
});
