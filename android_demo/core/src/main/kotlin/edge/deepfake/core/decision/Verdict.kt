package edge.deepfake.core.decision

/** The verdict of a region or of a picture. */
public enum class Verdict {
    REAL,
    FAKE,

    /**
     * The probability lies between the two thresholds, where the network is wrong too often, or a [Reason] caps the
     * verdict. This is not a failure.
     */
    UNSURE,
}
