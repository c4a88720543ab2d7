package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate

/**
 * Selects the candidate that runs the network, among those that passed the self-test.
 *
 * @param trials The trials of one self-test, at most one per candidate.
 */
public class AcceleratorSelector(private val trials: List<Trial>) {
    /**
     * Selects the fastest candidate of the [requested] accelerator.
     *
     * [Accelerator.AUTO] selects the fastest candidate of all. If no candidate of the requested accelerator passed,
     * the fastest candidate that did pass is selected instead.
     *
     * @return Null if no candidate passed. The app must not show a verdict then.
     */
    public fun select(requested: Accelerator): Selection? {
        val passed = trials.filter { it.millis != null }.sortedBy { it.millis }
        val selected = passed.firstOrNull { isRequested(it.candidate, requested) } ?: passed.firstOrNull()
        return selected?.let { Selection(it.candidate, unusedBeside(it.candidate, requested)) }
    }

    private fun unusedBeside(selected: Candidate, requested: Accelerator): List<UnusedCandidate> = trials
        .filter { it.candidate != selected && isRequested(it.candidate, requested) }
        .map { UnusedCandidate(it.candidate, reasonOf(it), it.detail) }
}

private fun isRequested(candidate: Candidate, requested: Accelerator): Boolean =
    requested == Accelerator.AUTO || candidate.accelerator == requested

private fun reasonOf(trial: Trial): String = when (trial.code) {
    TrialCode.PASSED -> UnusedCandidate.SLOWER
    else -> trial.code.id
}
