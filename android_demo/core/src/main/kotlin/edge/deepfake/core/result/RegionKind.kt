package edge.deepfake.core.result

/**
 * What a judged region is.
 *
 * @property word The kind as it stands in a result's JSON.
 */
public enum class RegionKind(public val word: String) {
    /** A found face. */
    FACE("face"),

    /** The centre square of a picture without a face. */
    IMAGE("image"),
}
