package edge.deepfake.core.decision

/**
 * Kind of a region.
 *
 * @property id The value in a result's JSON.
 */
public enum class RegionKind(public val id: String) {
    /** A detected face. */
    FACE("face"),

    /** The whole picture: its centre square. */
    IMAGE("image"),
}
