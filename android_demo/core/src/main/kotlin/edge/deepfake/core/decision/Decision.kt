package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule
import kotlin.math.abs
import kotlin.math.exp

/** Calibrated log-odds of fake: `(logit + bias) / temperature`. */
public fun logOddsOf(logit: Double, rule: DecisionRule): Double = (logit + rule.bias) / rule.temperature

/** Logistic function: the probability in [0, 1] of [logOdds]. It neither overflows nor returns NaN for large inputs. */
public fun sigmoid(logOdds: Double): Double {
    val small = exp(-abs(logOdds))
    return (if (logOdds >= 0) 1.0 else small) / (1.0 + small)
}

/**
 * Calibrated probability of fake in [0, 1].
 *
 * Temperature scaling as in Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
 */
public fun probabilityOf(logit: Double, rule: DecisionRule): Double = sigmoid(logOddsOf(logit, rule))

/** What a [probability] says: FAKE if it is >= `fake_at`, REAL if it is <= `real_at`, UNSURE otherwise. */
public fun verdictOf(probability: Double, rule: DecisionRule): Verdict = when {
    probability >= rule.fakeAt -> Verdict.FAKE
    probability <= rule.realAt -> Verdict.REAL
    else -> Verdict.UNSURE
}

/** Verdict of a region: UNSURE if there is any of the [reasons], otherwise as the [probability] says. */
public fun verdictOf(probability: Double, reasons: List<Reason>, rule: DecisionRule): Verdict =
    if (reasons.isEmpty()) verdictOf(probability, rule) else Verdict.UNSURE
