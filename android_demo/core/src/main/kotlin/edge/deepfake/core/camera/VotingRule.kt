package edge.deepfake.core.camera

/**
 * How the verdicts of a camera's frames become one that can be read. The thresholds are the
 * contract's and not here.
 *
 * @property window Frames whose calibrated log-odds are averaged; 1 for no smoothing.
 * @property least Frames that a face must have been seen in before it is called real or fake.
 * @property settle Frames in a row that the averaged verdict must differ from the shown one to
 *   replace it.
 * @property patience Frames in a row that a face may be missed before it is forgotten.
 * @property matchIou Overlap with its last box from which a face is the same one.
 * @throws IllegalArgumentException if a number makes no sense.
 */
public data class VotingRule(
    public val window: Int = 12,
    public val least: Int = 3,
    public val settle: Int = 3,
    public val patience: Int = 5,
    public val matchIou: Double = 0.3,
) {
    init {
        require(window >= 1) { "window must be at least 1, not $window" }
        require(least in 1..window) { "least must be in [1, window], not $least" }
        require(settle >= 1) { "settle must be at least 1, not $settle" }
        require(patience >= 0) { "patience must be at least 0, not $patience" }
        require(matchIou > 0 && matchIou < 1) { "matchIou must be in (0, 1), not $matchIou" }
    }
}
