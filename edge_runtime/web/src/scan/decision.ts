import type { Verdict } from "../results/result.types";
import type { DecisionRule } from "./contract";

/** Calibrated probability of fake: sigmoid((logit + bias) / temperature). */
export function probabilityOf(logit: number, rule: DecisionRule): number {
  return 1 / (1 + Math.exp(-(logit + rule.bias) / rule.temperature));
}

export function verdictOf(probability: number, rule: DecisionRule): Verdict {
  if (probability >= rule.fake_at) return "FAKE";
  return probability <= rule.real_at ? "REAL" : "UNSURE";
}
