// From the network's answers to one or two looks at a region to its verdict.
import type { Region } from "../../results/result.types";
import type { DecisionRule, SecondLookRule } from "../contract";
import { probabilityOf, verdictOf } from "../decision";
import type { RegionReason } from "./reasons";

export type Decided = Pick<Region, "logit" | "looks" | "probability" | "verdict" | "reasons">;

/** Whether the first look alone would give REAL or FAKE, which a second one has to confirm. */
export function needsSecondLook(logit: number, reasons: readonly RegionReason[], rule: DecisionRule): boolean {
  return reasons.length === 0 && verdictOf(probabilityOf(logit, rule), rule) !== "UNSURE";
}

/**
 * The mean of both looks against the thresholds; UNSURE if there is a reason.
 *
 * @param looks Logits.
 * @param found Reasons of the first look.
 */
export function decide(
  looks: Region["looks"],
  found: readonly RegionReason[],
  rule: DecisionRule,
  { limit }: SecondLookRule,
): Decided {
  const [first, second = first] = looks;
  const reasons: RegionReason[] = Math.abs(first - second) > limit ? [...found, "unstable"] : [...found];
  const logit = (first + second) / 2;
  const probability = probabilityOf(logit, rule);
  const verdict = reasons.length > 0 ? "UNSURE" : verdictOf(probability, rule);
  return { logit, looks, probability, verdict, reasons };
}
