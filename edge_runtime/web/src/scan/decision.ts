import type { Verdict } from "../results/result.types";
import type { DecisionRule, Thresholds } from "./contract";

/** Calibrated probability of fake: sigmoid((logit + bias) / temperature). */
export function probabilityOf(logit: number, rule: DecisionRule): number {
  return sigmoid((logit + rule.bias) / rule.temperature);
}

export function verdictOf(probability: number, thresholds: Thresholds): Verdict {
  if (probability >= thresholds.fake_at) return "FAKE";
  return probability <= thresholds.real_at ? "REAL" : "UNSURE";
}

export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
