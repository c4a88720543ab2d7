package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate

/**
 * A candidate that the [AcceleratorSelector] did not select.
 *
 * @property reason [SLOWER], or the [TrialCode.id] of its trial.
 * @property detail The detail of its [Trial].
 */
public data class UnusedCandidate(
    public val candidate: Candidate,
    public val reason: String,
    public val detail: String,
) {
    public companion object {
        /** The candidate passed its trial, but another candidate is faster. */
        public const val SLOWER: String = "slower"
    }
}
