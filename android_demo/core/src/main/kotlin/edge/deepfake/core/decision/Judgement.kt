package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.SecondLookRule
import kotlin.math.abs

/**
 * What the looks at a region say.
 *
 * @property looks Logit of each look: one or two.
 * @property logit Mean of the looks.
 * @property probability Calibrated probability of fake in [0, 1].
 * @property reasons What caps the verdict at UNSURE.
 * @property verdict UNSURE if there is a reason, otherwise what the contract's thresholds give for the probability.
 */
public class Judgement private constructor(
    public val looks: List<Double>,
    public val reasons: List<Reason>,
    rule: DecisionRule,
) {
    public val logit: Double = looks.average()
    public val probability: Double = probabilityOf(logit, rule)
    public val verdict: Verdict = verdictOf(probability, reasons, rule)

    public companion object {
        /**
         * Judges a region. One without a reason, whose first look gives a verdict, is looked at again.
         *
         * @param first Logit of the first look.
         * @param reasons The reasons that the first look gave.
         * @param secondLook The contract's second_look block; null if there is never a second look.
         * @param lookAgain Looks a second time and gives the logit.
         */
        public fun of(
            first: Double,
            reasons: List<Reason>,
            rule: DecisionRule,
            secondLook: SecondLookRule?,
            lookAgain: () -> Double,
        ): Judgement {
            val isDecided = verdictOf(probabilityOf(first, rule), reasons, rule) != Verdict.UNSURE
            if (secondLook == null || !isDecided) return Judgement(listOf(first), reasons, rule)
            val second = lookAgain()
            val unstable = if (abs(first - second) > secondLook.limit) listOf(Reason.UNSTABLE) else emptyList()
            return Judgement(listOf(first, second), unstable, rule)
        }
    }
}
