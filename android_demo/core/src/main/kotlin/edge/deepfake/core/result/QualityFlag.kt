package edge.deepfake.core.result

/**
 * What makes a region hard to judge; it is told beside the verdict and never changes it.
 *
 * @property word The flag as it stands in a result's JSON.
 */
public enum class QualityFlag(public val word: String) {
    /** Few pixels, so little to judge by. */
    SMALL("small"),

    /** Blurred, so fine traces may be gone. */
    BLURRED("blurred"),

    /** Dark. */
    DARK("dark"),

    /** Overexposed. */
    BRIGHT("bright"),
}
