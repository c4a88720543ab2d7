package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.require

/**
 * The outcome of a candidate's self-test.
 *
 * @property millis Median wall time of a run of the network; null unless it passed.
 * @property detail What happened, for people who look for the cause; in English, may be empty.
 */
public data class Trial(
    public val candidate: Candidate,
    public val code: TrialCode,
    public val millis: Double?,
    public val detail: String,
) {
    init {
        require(
            (millis != null) == (code == TrialCode.PASSED),
            "millis",
            "must be there if it passed, and only then",
        )
    }
}
