package edge.deepfake.app.camera

import edge.deepfake.core.camera.VotedRegion
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.RuntimeInfo

/**
 * What the camera sees at the moment, as far as it has been judged.
 *
 * @property format Of the frame that [regions] were found in; a screen that was turned since must not show them.
 * @property verdict Of all regions together.
 * @property millis Wall time that the frame took.
 */
internal class Sight(
    val format: YuvFormat,
    val regions: List<VotedRegion>,
    val verdict: Verdict,
    val runtime: RuntimeInfo,
    val millis: Double,
)
