package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.SecondLookRule
import kotlin.math.abs

/** Logit of a region from the logits of its one or two [looks]: their mean. */
public fun logitOf(looks: List<Double>): Double = looks.average()

/** Whether the two [looks] at a region differ by more than the contract allows. One look is never unstable. */
public fun isUnstable(looks: List<Double>, rule: SecondLookRule): Boolean =
    looks.size > 1 && abs(looks[0] - looks[1]) > rule.limit

/**
 * Whether a still picture's region is looked at a second time: nothing caps its verdict so far, and its first look
 * gives one.
 */
public fun needsSecondLook(logit: Double, reasons: List<Reason>, rule: DecisionRule): Boolean =
    reasons.isEmpty() && verdictOf(probabilityOf(logit, rule), rule) != Verdict.UNSURE
