package edge.deepfake.app.camera

import edge.deepfake.core.RuntimeInfo
import edge.deepfake.core.Verdict
import edge.deepfake.core.VotedRegion
import edge.deepfake.core.YuvFormat

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
