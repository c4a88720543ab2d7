package edge.deepfake.core.result

/**
 * Kind of a region.
 *
 * @property id The value in a result's JSON.
 */
public enum class RegionKind(public val id: String) {
    /** A detected face. */
    FACE("face"),

    /** The centre square of a picture without a face. */
    IMAGE("image"),
}
