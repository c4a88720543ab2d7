package edge.deepfake.core.faces

/** How much of a picture a face detector looks at. */
public enum class FaceViews {
    /**
     * The whole picture, and overlapping tiles of it, which show small faces larger: as in every
     * other language.
     */
    ALL,

    /** The whole picture only. */
    WHOLE,
}
