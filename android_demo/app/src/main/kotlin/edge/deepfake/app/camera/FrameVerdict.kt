package edge.deepfake.app.camera

import edge.deepfake.core.camera.VotedFrame
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.faces.Face

/**
 * The smoothed verdict of a camera frame.
 *
 * @property format Format of the frame. Its boxes must not be drawn over a preview of another format.
 * @property voted The verdicts of the frame and of its regions.
 * @property possibleFaces Boxes that are not judged.
 * @property facesOmitted Number of faces beyond the contract's limit, which were not judged.
 * @property millis Time that the scan of the frame took.
 */
internal class FrameVerdict(
    val format: YuvFormat,
    val voted: VotedFrame,
    val possibleFaces: List<Face>,
    val facesOmitted: Int,
    val runtime: RuntimeInfo,
    val millis: Double,
)
