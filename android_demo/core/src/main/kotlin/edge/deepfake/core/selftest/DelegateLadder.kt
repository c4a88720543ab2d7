package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate

/**
 * Chooses what runs the network, of what passed its self-test.
 *
 * AUTO takes the fastest; a wish takes the fastest of that accelerator, and what AUTO would take
 * where it has none.
 *
 * @param wish What the person asked for.
 * @param trials At most one for each candidate.
 * @return The choice, or null if nothing passed: then there must be no verdict at all.
 */
public fun chooseCandidate(wish: Accelerator, trials: List<Trial>): DelegateChoice? {
    val passed = trials.filter { it.millis != null }.sortedBy { it.millis }
    val wished = passed.filter { wish == Accelerator.AUTO || it.candidate.accelerator == wish }
    val chosen = (wished.ifEmpty { passed }).firstOrNull() ?: return null
    val others = trials.filter { it.candidate != chosen.candidate && isAsked(it.candidate, wish) }
    val passedOver = others.map { PassedOver(it.candidate, reasonOf(it), it.detail) }
    return DelegateChoice(chosen.candidate, passedOver)
}

private fun isAsked(candidate: Candidate, wish: Accelerator): Boolean =
    wish == Accelerator.AUTO || candidate.accelerator == wish

private fun reasonOf(trial: Trial): String = when (trial.code) {
    TrialCode.PASSED -> PassedOver.SLOWER
    else -> trial.code.word
}
