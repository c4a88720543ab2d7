// @vitest-environment node
import { expect, test } from "vitest";
import { expectNear, playSuite } from "../../test-support/golden";
import { decidePicture, probabilityOf, verdictOf } from "./decision";

// The quality vectors of this suite are played in picture/quality.test.ts.
playSuite(
  "decision",
  {
    probability: ({ rule, logit, probability, verdict }, { rules, tolerance }) => {
      const got = probabilityOf(logit, rules[rule]);
      expectNear([got], [probability], tolerance.probability);
      expect(verdictOf(got, rules[rule])).toBe(verdict);
    },
    picture: ({ rule, probabilities, verdicts, verdict, probability }, { rules, tolerance }) => {
      expect(probabilities.map((each: number) => verdictOf(each, rules[rule]))).toEqual(verdicts);
      const decided = decidePicture(probabilities, rules[rule]);
      expectNear([decided.probability], [probability], tolerance.probability);
      expect(decided.verdict).toBe(verdict);
    },
  },
  ["quality"],
);

test("a probability on a threshold has the verdict beyond it", () => {
  const thresholds = { real_at: 0.2, fake_at: 0.8 };
  const verdicts = [0.2, 0.2000001, 0.7999999, 0.8].map((each) => verdictOf(each, thresholds));
  expect(verdicts).toEqual(["REAL", "UNSURE", "UNSURE", "FAKE"]);
});
