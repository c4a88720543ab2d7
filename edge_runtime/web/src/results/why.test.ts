// @vitest-environment node
import { expect, test } from "vitest";
import { explanation } from "../../test-support/explanation";
import { UNSURE_MEANS } from "./plainWords";
import type { ScanResult } from "./result.types";
import { whyOf } from "./why";

const THRESHOLDS = { real_at: 0.2, fake_at: 0.8 };
const FACE = { box: { left: 1, top: 1, right: 9, bottom: 9 }, score: 0.6 };

const why = (result: ScanResult, change: Partial<ScanResult> = {}) => whyOf({ ...result, ...change }, THRESHOLDS);

test("it says what was judged", () => {
  expect(why(explanation("REAL").result)[0]).toBe("The whole picture was judged; no face was found.");
  expect(why(explanation("REAL", {}).result)[0]).toBe("The whole picture and the one face that was found were judged.");
  expect(why(explanation("REAL", {}, {}).result)[0]).toBe("The whole picture and each of 2 faces were judged.");
});

test("it says what was turned, left out and not judged", () => {
  const { result } = explanation("UNSURE", {});
  const sentences = why(result, { rotated: 90, faces_omitted: 2, possible_faces: [FACE, FACE] });
  expect(sentences.slice(1, 4)).toEqual([
    "The picture was turned clockwise by 90° for that, because its faces were found only so.",
    "There are 2 faces more than are judged.",
    "2 possible faces were not judged.",
  ]);
  expect(why(result, { faces_omitted: 2, reasons: ["faces_omitted"] }).join()).not.toContain("more than");
  expect(why(result, { possible_faces: [FACE] })).toContain("A possible face was not judged.");
  expect(why(result).join()).not.toMatch(/turned|possible|more than/);
});

test("the probability is told with the thresholds", () => {
  const limits = "REAL ends at 20\u00a0%, FAKE begins at 80\u00a0%.";
  const alone = why(explanation("REAL").result);
  expect(alone[1]).toBe(`It is fake with a probability of 10\u00a0%; ${limits}`);
  const together = why(explanation("REAL", {}).result, { probability: 0.15 });
  expect(together[1]).toBe(`Taken together, the picture is fake with a probability of 15\u00a0%; ${limits}`);
});

test("the most suspicious region is named with the weights of both streams, which add up", () => {
  const { result } = explanation("FAKE", { probability: 0.5 }, { probability: 0.95, gate: 0.125 });
  expect(why(result)).toContain(
    "The most suspicious region is face 2 with 95\u00a0%; there the noise stream weighed 87.5\u00a0%, the visual stream 12.5\u00a0%.",
  );
  expect(why(explanation("FAKE").result)).toContain(
    "There the noise stream weighed 75\u00a0%, the visual stream 25\u00a0%.",
  );
});

test("UNSURE without a reason is explained", () => {
  const { result } = explanation("UNSURE");
  expect(why(result)).toContain(UNSURE_MEANS);
  expect(why(result, { reasons: ["unstable"] })).not.toContain(UNSURE_MEANS);
});

test("each region with a quality flag is named, and what decoding left out", () => {
  const sentences = why(explanation("REAL", {}, { quality: ["small", "dark"] }).result);
  expect(sentences).toContain("Hard to judge, face 2: few pixels, so little to judge by; dark.");
  expect(sentences).toContain("Decoding: first of 3 frames.");
});

test("a clear verdict needs no words about uncertainty", () => {
  const sentences = why(explanation("FAKE").result, { image: null });
  expect(sentences).not.toContain(UNSURE_MEANS);
  expect(sentences.join()).not.toMatch(/Hard to judge|Decoding/);
});

test("a failed result has no reasons", () => {
  expect(why(explanation("REAL").result, { regions: [], probability: null, image: null })).toEqual([]);
});
