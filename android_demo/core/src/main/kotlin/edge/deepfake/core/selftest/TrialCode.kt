package edge.deepfake.core.selftest

/**
 * How a trial ended.
 *
 * @property id The value in the self-test's record.
 */
public enum class TrialCode(public val id: String) {
    /** All golden vectors were answered within the tolerance. */
    PASSED("passed"),

    /** An answer exceeded the tolerance. */
    WRONG_ANSWERS("wrong_answers"),

    /** The device does not have the accelerator, or does not support it. */
    UNAVAILABLE("unavailable"),

    /** The network could not be loaded or run. */
    REFUSED("refused"),

    /** The process crashed during the trial. */
    CRASHED("crashed"),

    /** The trial exceeded its time limit. */
    TIMED_OUT("timed_out"),
}
