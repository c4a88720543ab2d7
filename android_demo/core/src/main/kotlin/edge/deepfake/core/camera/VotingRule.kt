package edge.deepfake.core.camera

/**
 * Parameters that smooth the verdicts of camera frames. The thresholds are not here, but in the contract.
 *
 * @property window Number of frames whose calibrated log-odds are averaged; 1 switches the averaging off.
 * @property least Number of frames in which a face must have been seen before it is called real or fake.
 * @property settle Number of frames in a row in which the averaged verdict must differ from the shown verdict to
 *   replace it.
 * @property patience Number of frames in a row in which a face may be missing before its track is deleted.
 * @property matchIou Minimum intersection over union with the track's last box for a face to join the track.
 * @throws IllegalArgumentException if a parameter is out of range.
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
