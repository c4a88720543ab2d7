// @vitest-environment node
import { expect, test } from "vitest";
import type { Region } from "../results/result.types";
import { pool } from "./pooling";

const RULE = { whole: 0.25, face: 0.25, larger: 0.5 };
const THRESHOLDS = { real_at: 0.2, fake_at: 0.8 };

type Regions = Pick<Region, "kind" | "probability" | "reasons">[];

const whole = (probability: number, ...reasons: Region["reasons"]) => ({ kind: "image" as const, probability, reasons });
const face = (probability: number, ...reasons: Region["reasons"]) => ({ kind: "face" as const, probability, reasons });
const pooled = (regions: Regions, omitted = 0) => pool(regions, omitted, RULE, THRESHOLDS);

test("without a face the picture has the probability of the whole picture", () => {
  expect(pooled([whole(0.123456789)])).toEqual({ probability: 0.123456789, verdict: "REAL", reasons: [] });
});

test("log-odds of the whole picture, the most suspicious face and the larger of both are mixed", () => {
  // Odds of 4 and of 1/4: their logarithms cancel but for the larger one's half.
  const { probability, verdict } = pooled([whole(0.2), face(0.1), face(0.8)]);
  expect(probability).toBeCloseTo(2 / 3, 12);
  expect(verdict).toBe("UNSURE");
  expect(pooled([whole(0.8), face(0.2)]).probability).toBeCloseTo(2 / 3, 12);
});

test("certain probabilities stay numbers", () => {
  expect(pooled([whole(1), face(0)]).probability).toBeCloseTo(1 / (1 + 1e-9 ** 0.5), 6);
  expect(pooled([whole(0), face(0)]).probability).toBeCloseTo(1e-9, 12);
});

test("a capped region does not count beside others", () => {
  const result = pooled([whole(0.99, "no_colour"), face(0.85)]);
  expect(result).toEqual({ probability: 0.85, verdict: "FAKE", reasons: [] });
});

test("where all regions are capped all count, and the verdict is UNSURE with their reasons", () => {
  const result = pooled([whole(0.95, "unstable"), face(0.95, "too_small", "no_colour")]);
  expect(result.probability).toBeCloseTo(0.95, 12);
  expect([result.verdict, result.reasons]).toEqual(["UNSURE", ["too_small", "no_colour", "unstable"]]);
});

test("REAL needs that no region is capped and no face was left out", () => {
  expect(pooled([whole(0.1), face(0.1)]).verdict).toBe("REAL");
  expect(pooled([whole(0.1), face(0.1, "unstable")])).toMatchObject({ verdict: "UNSURE", reasons: ["unstable"] });
  expect(pooled([whole(0.1), face(0.1)], 3)).toMatchObject({ verdict: "UNSURE", reasons: ["faces_omitted"] });
});

test("FAKE stays FAKE beside omitted faces and capped regions", () => {
  const result = pooled([whole(0.9), face(0.9), face(0.9, "too_small")], 3);
  expect([result.verdict, result.reasons]).toEqual(["FAKE", []]);
});

test("between the thresholds a picture is UNSURE, without a reason if there is none", () => {
  expect(pooled([whole(0.5)])).toEqual({ probability: 0.5, verdict: "UNSURE", reasons: [] });
});
