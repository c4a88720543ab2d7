// @vitest-environment node
import { expect, test } from "vitest";
import { probabilityOf, verdictOf } from "./decision";

test("a probability is calibrated by bias and temperature", () => {
  const rule = { temperature: 2, bias: -1, fake_at: 0.8, real_at: 0.2 };
  expect(probabilityOf(1, rule)).toBe(0.5);
  expect(probabilityOf(5, rule)).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
});

test("a probability on a threshold has the verdict beyond it", () => {
  const thresholds = { real_at: 0.2, fake_at: 0.8 };
  const verdicts = [0.2, 0.2000001, 0.7999999, 0.8].map((each) => verdictOf(each, thresholds));
  expect(verdicts).toEqual(["REAL", "UNSURE", "UNSURE", "FAKE"]);
});
