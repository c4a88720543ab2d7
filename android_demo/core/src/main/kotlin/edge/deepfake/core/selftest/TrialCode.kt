package edge.deepfake.core.selftest

/**
 * How a candidate's self-test ended.
 *
 * @property word As it stands in the self-test's record.
 */
public enum class TrialCode(public val word: String) {
    /** It answered every golden vector within the tolerance. */
    PASSED("passed"),

    /** It ran, and an answer was off by more than the tolerance. */
    WRONG_ANSWERS("wrong_answers"),

    /** The device does not have it, or does not support it. */
    UNAVAILABLE("unavailable"),

    /** It could not load or run the network. */
    REFUSED("refused"),

    /** The process that tried it died. */
    CRASHED("crashed"),

    /** It did not end in time. */
    TIMED_OUT("timed_out"),
}
