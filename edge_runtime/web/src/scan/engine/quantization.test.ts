// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { outputQuantizations } from "./quantization";

const BUNDLES = "../bundles";
const BUNDLE = `${BUNDLES}/${readFileSync(`${BUNDLES}/DEFAULT`, "utf8").trim()}`;

test("the outputs that the contract names have a scale and a zero point of int8", () => {
  const contract = JSON.parse(readFileSync(`${BUNDLE}/contract.json`, "utf8"));
  const found = outputQuantizations(new Uint8Array(readFileSync(`${BUNDLE}/${contract.model.file}`)));
  const names = Object.values<{ name: string }>(contract.outputs).map((output) => output.name);
  expect([...found.keys()].sort()).toEqual(names.sort());
  for (const { scale, zeroPoint } of found.values()) {
    expect(scale).toBeGreaterThan(0);
    expect(scale).toBeLessThan(1);
    expect(Number.isInteger(zeroPoint)).toBe(true);
    expect(Math.abs(zeroPoint)).toBeLessThanOrEqual(128);
  }
});

test("bytes that are no model are refused", () => {
  expect(() => outputQuantizations(new Uint8Array(64).fill(255))).toThrow(RangeError);
});
