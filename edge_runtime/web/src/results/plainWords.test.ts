// @vitest-environment node
import { expect, test } from "vitest";
import { explanation } from "../../test-support/explanation";
import { pythonSource } from "../../test-support/pythonSources";
import { percent } from "./percent";
import { FAILURES, nameOf, NOT_PROOF, QUALITY, reasonsOf, UNSURE_MEANS } from "./plainWords";
import type { Region } from "./result.types";

const THRESHOLDS = { real_at: 0.2, fake_at: 0.8 };

test("the words are those of the Python reports", () => {
  const source = pythonSource("plainWords");
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

test("a share has three digits", () => {
  expect([0.001, 0.01234, 0.5, 0.87654, 0.999].map(percent)).toEqual(
    ["0.1", "1.23", "50", "87.7", "99.9"].map((number) => `${number}\u00a0%`),
  );
});

test("the region that decided is named, with the thresholds", () => {
  const { result } = explanation("REAL", { probability: 0.5, verdict: "UNSURE", quality: ["dark", "small"] });
  const reasons = reasonsOf({ ...result, verdict: "UNSURE" }, THRESHOLDS).join("\n");
  expect(reasons).toContain("Each of 2 faces was judged.");
  expect(reasons).toContain("face 2, is fake with a probability of 50\u00a0%; REAL ends at 20\u00a0%");
  expect(reasons).toContain("FAKE begins at 80\u00a0%");
  expect(reasons).toContain(UNSURE_MEANS);
  expect(reasons).toContain("Hard to judge, face 2: dark; few pixels");
  expect(reasons).toContain("Decoding: first of 3 frames.");
});

test("the weights of both streams add up", () => {
  const [, , streams] = reasonsOf(explanation("FAKE").result, THRESHOLDS);
  expect(streams).toBe("There, the noise stream weighed 75\u00a0%, the visual stream 25\u00a0%.");
});

test("a clear verdict needs no words about uncertainty", () => {
  const reasons = reasonsOf(explanation("FAKE").result, THRESHOLDS);
  expect(reasons[0]).toBe("The one face that was found was judged.");
  expect(reasons).not.toContain(UNSURE_MEANS);
  expect(reasons.join()).not.toContain("Hard to judge");
});

test("without a face, the middle of the picture was judged", () => {
  const { result } = explanation("REAL");
  const [region] = result.regions as [Region];
  const whole: Region = { ...region, kind: "image", face_score: null };
  const reasons = reasonsOf({ ...result, regions: [whole], image: null }, THRESHOLDS);
  expect(reasons[0]).toBe("No face was found, so the middle of the picture was judged.");
  expect(reasons[1]).toContain("region, picture, is fake");
  expect(reasons.join()).not.toContain("Decoding");
  expect([nameOf(whole, 0), nameOf(region, 2)]).toEqual(["picture", "face 3"]);
});

test("a failed result has no region that decided", () => {
  const failed = { ...explanation("REAL").result, regions: [], probability: null, image: null };
  expect(reasonsOf(failed, THRESHOLDS)).toHaveLength(1);
});
