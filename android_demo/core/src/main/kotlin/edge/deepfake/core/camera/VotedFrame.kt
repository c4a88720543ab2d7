package edge.deepfake.core.camera

import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.Verdict

/**
 * The smoothed verdict of a camera frame.
 *
 * @property regions The frame's regions in their order: the whole picture, then the faces.
 * @property probability Probability of fake in [0, 1], pooled over the regions' tracks.
 * @property verdict The smoothed verdict, which the screen shows.
 * @property reasons What caps the verdict at UNSURE in this frame; empty for another verdict.
 */
public data class VotedFrame(
    public val regions: List<VotedRegion>,
    public val probability: Double,
    public val verdict: Verdict,
    public val reasons: List<Reason>,
)
