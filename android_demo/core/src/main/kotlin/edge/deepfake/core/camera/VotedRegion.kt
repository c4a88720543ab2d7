package edge.deepfake.core.camera

import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.result.Region

/**
 * A region of the newest frame with what its track says.
 *
 * @property track Number of the track, the same from frame to frame.
 * @property region As judged in this frame alone.
 * @property probability Of the track's averaged log-odds.
 * @property verdict To be shown.
 * @property frames That the track was seen in.
 */
public data class VotedRegion(
    public val track: Int,
    public val region: Region,
    public val probability: Double,
    public val verdict: Verdict,
    public val frames: Int,
)

/**
 * The picture's verdict: fake if any region is shown as fake, real if all are shown as real; null
 * without a region.
 */
public fun verdictOf(voted: List<VotedRegion>): Verdict? = when {
    voted.isEmpty() -> null
    voted.any { it.verdict == Verdict.FAKE } -> Verdict.FAKE
    voted.all { it.verdict == Verdict.REAL } -> Verdict.REAL
    else -> Verdict.UNSURE
}
