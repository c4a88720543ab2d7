package edge.deepfake.core.decision

/** A judged part of a picture, of a camera frame or of a video, as pooling sees it. */
public interface Part {
    /** Whether the part is the whole picture or a face. */
    public val kind: RegionKind

    /** Calibrated probability of fake in [0, 1]. */
    public val probability: Double

    /** Whether something caps the part's verdict at UNSURE. */
    public val isCapped: Boolean
}
