import { expect, test } from "vitest";
import { apart } from "./goldenCheck";

test("what is missing or no number is infinitely far", () => {
  expect(apart([1, 2], [1.5, 2])).toBe(0.5);
  expect(apart([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  expect(apart([Number.NaN], [1])).toBe(Number.POSITIVE_INFINITY);
});
