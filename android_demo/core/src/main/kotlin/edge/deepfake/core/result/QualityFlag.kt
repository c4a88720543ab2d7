package edge.deepfake.core.result

/**
 * A property that makes a region hard to judge. It is shown beside the verdict and never changes it.
 *
 * @property id The value in a result's JSON.
 */
public enum class QualityFlag(public val id: String) {
    /** The region has few pixels. */
    SMALL("small"),

    /** The region is blurred, so fine traces may be lost. */
    BLURRED("blurred"),

    /** The region is dark. */
    DARK("dark"),

    /** The region is overexposed. */
    BRIGHT("bright"),
}
