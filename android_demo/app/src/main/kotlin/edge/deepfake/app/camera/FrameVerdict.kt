package edge.deepfake.app.camera

import edge.deepfake.core.camera.VotedRegion
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.RuntimeInfo

/**
 * The smoothed verdict of a camera frame.
 *
 * @property format Format of the frame. The [regions] must not be drawn over a preview of another format.
 * @property verdict Verdict of the whole frame.
 * @property millis Time that the scan of the frame took.
 */
internal class FrameVerdict(
    val format: YuvFormat,
    val regions: List<VotedRegion>,
    val verdict: Verdict,
    val runtime: RuntimeInfo,
    val millis: Double,
)
