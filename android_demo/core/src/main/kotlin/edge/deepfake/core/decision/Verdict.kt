package edge.deepfake.core.decision

/** What a scan says. */
public enum class Verdict {
    REAL,
    FAKE,

    /** The calibrated abstain band: the evidence is too weak either way. It is not a failure. */
    UNSURE,
}
