package edge.deepfake.core.errors

/**
 * Why a picture has no verdict.
 *
 * @property word The code as it stands in a result's JSON, the same in every language.
 */
public enum class FailureCode(public val word: String) {
    /** The file cannot be opened. */
    UNREADABLE("unreadable"),

    /** The file has no content. */
    EMPTY("empty"),

    /** The file is a damaged picture. */
    UNDECODABLE("undecodable"),

    /** The file is not a picture of a supported kind. */
    UNSUPPORTED("unsupported"),

    /** The picture is larger than the limit. */
    TOO_LARGE("too_large"),

    /** The picture is too small to judge. */
    TOO_SMALL("too_small"),
}
