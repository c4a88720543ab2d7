package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate

/**
 * A candidate that is not used.
 *
 * @property reason [SLOWER], or the [TrialCode.word] of its trial.
 * @property detail As in its [Trial].
 */
public data class PassedOver(public val candidate: Candidate, public val reason: String, public val detail: String) {
    public companion object {
        /** It passed, and another is faster. */
        public const val SLOWER: String = "slower"
    }
}
