import type { Verdict } from "../results/result.types";
import type { DecisionRule, Thresholds } from "./contract";

/** Calibrated probability of fake: sigmoid((logit + bias) / temperature). */
export function probabilityOf(logit: number, rule: DecisionRule): number {
  return 1 / (1 + Math.exp(-(logit + rule.bias) / rule.temperature));
}

export function verdictOf(probability: number, thresholds: Thresholds): Verdict {
  if (probability >= thresholds.fake_at) return "FAKE";
  return probability <= thresholds.real_at ? "REAL" : "UNSURE";
}

/** A picture is as fake as its most suspicious region; there is at least one. */
export function decidePicture(
  probabilities: readonly number[],
  thresholds: Thresholds,
): { probability: number; verdict: Verdict } {
  const probability = Math.max(...probabilities);
  return { probability, verdict: verdictOf(probability, thresholds) };
}
