package edge.deepfake.core.errors

/**
 * Why a picture has no verdict.
 *
 * @property id The code in a result's JSON. It is the same in every language.
 */
public enum class FailureCode(public val id: String) {
    /** The file cannot be opened. */
    UNREADABLE("unreadable"),

    /** The file has no content. */
    EMPTY("empty"),

    /** The file is a damaged picture. */
    UNDECODABLE("undecodable"),

    /** The file is not a picture in a supported format. */
    UNSUPPORTED("unsupported"),

    /** The picture exceeds the size limit. */
    TOO_LARGE("too_large"),

    /** The picture has too few pixels to scan. */
    TOO_SMALL("too_small"),
}
