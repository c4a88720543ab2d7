// @vitest-environment node
import { expect, test, vi } from "vitest";
import type { NetworkOutput } from "./engine";
import { checkGolden, largestDifference } from "./goldenCheck";

const CROP = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3) };
const decode = vi.hoisted(() => vi.fn());
vi.mock("../picture/decodeFile", () => ({ decodeFile: decode }));

const RIGHT: NetworkOutput = { logit: 1, gate: 0.5, evidence: [[1, 2]] };
const GOLDEN = {
  tolerance: { logit: 0.1, gate: 0.1, evidence: 0.1 },
  vectors: [
    { id: "first", crop_png: btoa("png"), ...RIGHT },
    { id: "second", crop_png: btoa("png"), ...RIGHT },
  ],
};

function check(...answers: NetworkOutput[]) {
  decode.mockResolvedValue(CROP);
  const engine = vi.fn(async () => answers.shift() ?? RIGHT);
  return { engine, done: checkGolden(engine, new TextEncoder().encode(JSON.stringify(GOLDEN))) };
}

test("an engine within the tolerance of every vector passes", async () => {
  const { engine, done } = check({ logit: 1.05, gate: 0.45, evidence: [[0.95, 2.05]] });
  await done;
  expect(engine).toHaveBeenCalledTimes(2);
  expect(engine).toHaveBeenCalledWith(CROP);
  const [png] = decode.mock.lastCall as [Blob];
  expect([png.type, png.size]).toEqual(["image/png", 3]);
});

test.each<[string, Partial<NetworkOutput>]>([
  ["logit", { logit: 1.2 }],
  ["gate", { gate: 0.7 }],
  ["evidence", { evidence: [[1, 2.2]] }],
  ["shape of the evidence", { evidence: [[1, 2, 3]] }],
  ["number", { logit: Number.NaN }],
])("a wrong %s fails, and the vector is named", async (_what, wrong) => {
  await expect(check(RIGHT, { ...RIGHT, ...wrong }).done).rejects.toThrow("second");
});

test("what is missing or not a number is infinitely far away", () => {
  expect(largestDifference([1, 2], [1.5, 2])).toBe(0.5);
  expect(largestDifference([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  expect(largestDifference([Number.NaN], [1])).toBe(Number.POSITIVE_INFINITY);
});
