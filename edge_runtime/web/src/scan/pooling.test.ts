// @vitest-environment node
import { expect, test } from "vitest";
import { type Part, pool, reasonsOfPicture } from "./pooling";

const RULE = { whole: 0.25, face: 0.25, larger: 0.5 };
const THRESHOLDS = { real_at: 0.2, fake_at: 0.8 };

const whole = (probability: number, capped = false): Part => ({ kind: "image", probability, capped });
const face = (probability: number, capped = false): Part => ({ kind: "face", probability, capped });
const pooled = (parts: Part[], omitted = 0) => pool(parts, omitted, RULE, THRESHOLDS);

test("without a face the picture has the probability of the whole picture", () => {
  expect(pooled([whole(0.123456789)])).toEqual({ probability: 0.123456789, verdict: "REAL" });
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
  expect(pooled([whole(0.99, true), face(0.85)])).toEqual({ probability: 0.85, verdict: "FAKE" });
});

test("where all regions are capped all count, and the verdict is UNSURE", () => {
  const { probability, verdict } = pooled([whole(0.95, true), face(0.95, true)]);
  expect(probability).toBeCloseTo(0.95, 12);
  expect(verdict).toBe("UNSURE");
});

test("REAL needs that no region is capped and no face was left out", () => {
  expect(pooled([whole(0.1), face(0.1)]).verdict).toBe("REAL");
  expect(pooled([whole(0.1), face(0.1, true)]).verdict).toBe("UNSURE");
  expect(pooled([whole(0.1), face(0.1)], 3).verdict).toBe("UNSURE");
});

test("FAKE stays FAKE beside omitted faces and capped regions", () => {
  expect(pooled([whole(0.9), face(0.9), face(0.9, true)], 3).verdict).toBe("FAKE");
});

test("a picture that is UNSURE has the reasons of its regions, each once, and omitted faces last", () => {
  const regions = [["unstable"], ["no_colour", "unstable"], []] as const;
  expect(reasonsOfPicture("UNSURE", regions, 0)).toEqual(["no_colour", "unstable"]);
  expect(reasonsOfPicture("UNSURE", regions, 2)).toEqual(["no_colour", "unstable", "faces_omitted"]);
  expect(reasonsOfPicture("UNSURE", [[]], 0)).toEqual([]);
  expect(reasonsOfPicture("FAKE", regions, 2)).toEqual([]);
});
