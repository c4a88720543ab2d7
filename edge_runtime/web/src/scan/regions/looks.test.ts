// @vitest-environment node
import { expect, test } from "vitest";
import { decide, needsSecondLook } from "./looks";

// A logit of 0.25 has a probability of a half, one of 4 or -4 gives FAKE or REAL.
const DECISION = { temperature: 1, bias: -0.25, fake_at: 0.8, real_at: 0.2 };
const AGAIN = { inset: 0.1, limit: 1.5 };

test("a verdict is looked at again, and what is UNSURE is not", () => {
  expect([4, -4, 0.25].map((logit) => needsSecondLook(logit, [], DECISION))).toEqual([true, true, false]);
  expect(needsSecondLook(4, ["no_colour"], DECISION)).toBe(false);
});

test("one look decides by itself", () => {
  expect(decide([0.25], [], DECISION, AGAIN)).toEqual({
    logit: 0.25,
    looks: [0.25],
    probability: 0.5,
    verdict: "UNSURE",
    reasons: [],
  });
});

test("the mean of two looks decides, which may be between the thresholds", () => {
  expect(decide([4, 3], [], DECISION, AGAIN)).toMatchObject({ logit: 3.5, looks: [4, 3], verdict: "FAKE" });
  expect(decide([4, 3], [], DECISION, AGAIN).probability).toBeCloseTo(1 / (1 + Math.exp(-3.25)), 12);
  expect(decide([-1.2, 0.3], [], DECISION, AGAIN)).toMatchObject({ verdict: "UNSURE", reasons: [] });
});

test("looks that differ by more than the limit are unstable", () => {
  expect(decide([4, 2.5], [], DECISION, AGAIN)).toMatchObject({ verdict: "FAKE", reasons: [] });
  expect(decide([2.4, 4], [], DECISION, AGAIN)).toMatchObject({ verdict: "UNSURE", reasons: ["unstable"] });
});

test("a reason makes the region UNSURE whatever its probability", () => {
  const { probability, verdict, reasons } = decide([9], ["too_small"], DECISION, AGAIN);
  expect([verdict, reasons]).toEqual(["UNSURE", ["too_small"]]);
  expect(probability).toBeGreaterThan(0.99);
});
