package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule
import kotlin.math.abs
import kotlin.math.exp

/** The calibrated log-odds of fake: `(logit + bias) / temperature`. */
public fun logOddsOf(logit: Double, rule: DecisionRule): Double = (logit + rule.bias) / rule.temperature

/** Probability in [0, 1] of given log-odds; exact at both ends, however large they are. */
public fun sigmoid(logOdds: Double): Double {
    val small = exp(-abs(logOdds))
    return (if (logOdds >= 0) 1.0 else small) / (1.0 + small)
}

/**
 * Calibrated probability of fake in [0, 1].
 *
 * Temperature scaling after Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
 */
public fun probabilityOf(logit: Double, rule: DecisionRule): Double = sigmoid(logOddsOf(logit, rule))

/** FAKE from `fake_at` up, REAL from `real_at` down, UNSURE between them. */
public fun verdictOf(probability: Double, rule: DecisionRule): Verdict = when {
    probability >= rule.fakeAt -> Verdict.FAKE
    probability <= rule.realAt -> Verdict.REAL
    else -> Verdict.UNSURE
}

/**
 * Probability of fake of a picture, from those of its regions: with pooling "any_fake", that of the
 * most suspicious.
 *
 * The picture's verdict is [verdictOf] it: one fake region makes it fake, and it is real only if
 * every region is.
 *
 * @throws NoSuchElementException if there is no region.
 */
public fun pool(probabilities: List<Double>): Double = probabilities.max()
