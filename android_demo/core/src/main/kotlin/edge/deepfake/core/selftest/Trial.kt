package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.requireContract

/**
 * The outcome of a candidate's trial, which is its part of the self-test.
 *
 * @property millis Median wall time of a run in milliseconds; null unless the trial passed.
 * @property detail The cause, in English, for somebody who looks for the error; may be empty.
 */
public data class Trial(
    public val candidate: Candidate,
    public val code: TrialCode,
    public val millis: Double?,
    public val detail: String,
) {
    init {
        requireContract(
            (millis != null) == (code == TrialCode.PASSED),
            "millis",
            "must be there if it passed, and only then",
        )
    }
}
