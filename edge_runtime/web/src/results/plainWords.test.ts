// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { percent } from "./percent";
import { explanation } from "../../test-support/explanation";
import { FAILURES, NOT_PROOF, QUALITY, reasonsOf, UNSURE_MEANS } from "./plainWords";

const RULES = { realAt: 0.2, fakeAt: 0.8 };

test("the words are those of the reports", () => {
  const source = readFileSync("../words.py", "utf8");
  for (const text of [UNSURE_MEANS, NOT_PROOF]) expect(source).toContain(`"${text}"`);
  for (const [code, text] of Object.entries({ ...QUALITY, ...FAILURES })) {
    expect(source).toContain(`"${code}": "${text}"`);
  }
});

test("nothing is certain", () => {
  expect([0, 0.0004, 0.44, 0.9999, 1].map(percent)).toEqual([
    "<\u00a00.1\u00a0%",
    "<\u00a00.1\u00a0%",
    "44\u00a0%",
    ">\u00a099.9\u00a0%",
    ">\u00a099.9\u00a0%",
  ]);
});

test("the region that decided is named, with the limits", () => {
  const { result } = explanation("REAL", { probability: 0.5, verdict: "UNSURE", quality: ["dark", "small"] });
  const reasons = reasonsOf({ ...result, verdict: "UNSURE" }, RULES).join("\n");
  expect(reasons).toContain("Each of 2 faces was judged.");
  expect(reasons).toContain("face 2, is fake with a probability of 50\u00a0%; REAL ends at 20\u00a0%");
  expect(reasons).toContain(UNSURE_MEANS);
  expect(reasons).toContain("Hard to judge, face 2: dark; few pixels");
  expect(reasons).toContain("Decoding: first of 3 frames.");
});
