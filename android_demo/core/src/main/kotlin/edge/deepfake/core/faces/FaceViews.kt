package edge.deepfake.core.faces

/** Which views of a picture a face detector searches. */
public enum class FaceViews {
    /** The whole picture and overlapping tiles, which show small faces larger. The Python package does the same. */
    ALL,

    /** The whole picture only. */
    WHOLE,
}
