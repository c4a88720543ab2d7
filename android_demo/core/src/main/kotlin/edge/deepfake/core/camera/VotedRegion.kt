package edge.deepfake.core.camera

import edge.deepfake.core.decision.Part
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.result.Region

/**
 * A region of the newest frame, with the smoothed verdict of its track.
 *
 * @property track Number of the track. It stays the same from frame to frame.
 * @property region The region in this frame, with its own verdict.
 * @property probability Probability of fake of the track's mean log-odds, in [0, 1].
 * @property verdict The smoothed verdict, which the screen shows.
 * @property frames Number of frames in which the track was seen.
 * @property isCapped Whether the region has a reason in this frame, or the track was seen in too few frames.
 */
public data class VotedRegion(
    public val track: Int,
    public val region: Region,
    override val probability: Double,
    public val verdict: Verdict,
    public val frames: Int,
    override val isCapped: Boolean,
) : Part {
    override val kind: RegionKind get() = region.kind
}
