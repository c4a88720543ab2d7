package edge.deepfake.core.engine

/**
 * Whether every operator of the network runs on the accelerator that is used.
 *
 * @property id The value in a result's JSON.
 */
public enum class Residency(public val id: String) {
    FULL("full"),

    /** Some operators run on the CPU. */
    PARTIAL("partial"),

    /** The accelerator does not report it. */
    UNKNOWN("unknown"),
}
