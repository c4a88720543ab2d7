package edge.deepfake.core.engine

/**
 * Whether every operator of the network runs on the accelerator that is used.
 *
 * @property word As it stands in a result's JSON.
 */
public enum class Residency(public val word: String) {
    FULL("full"),

    /** Some fall back to the CPU. */
    PARTIAL("partial"),

    /** The accelerator does not tell. */
    UNKNOWN("unknown"),
}
