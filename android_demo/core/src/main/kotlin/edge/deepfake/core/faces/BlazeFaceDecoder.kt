package edge.deepfake.core.faces

import edge.deepfake.core.contract.DetectorRule
import kotlin.math.exp

/**
 * Converts the output tensors of a BlazeFace detector to boxes.
 *
 * Source: MediaPipe `tensors_to_detections_calculator` with the options of `face_detection_short_range` and
 * `face_detection_full_range` (x before y); Bazarevsky et al., "BlazeFace", arXiv:1907.05047.
 */
internal class BlazeFaceDecoder(private val rule: DetectorRule) {
    private val anchors = makeAnchors(rule.inputSize, rule.strides, rule.anchorsPerStride)

    /** Number of anchors, N. */
    val size: Int get() = anchors.size / 2

    /**
     * Appends the boxes that reach the detector's minimum score, as fractions of the input's side.
     *
     * The network can output boxes of negative width or height. They are skipped.
     *
     * @param regressors float32 [N, 16]: centre x, centre y, width, height, six keypoints (x, y), in pixels of the
     *   input relative to the anchor.
     * @param scores float32 [N], logits.
     */
    fun decode(regressors: FloatArray, scores: FloatArray, into: Detections) {
        for (i in 0 until size) {
            val score = scoreOf(scores[i])
            val at = i * REGRESSORS
            if (score >= rule.minScore && regressors[at + 2] >= 0 && regressors[at + HEIGHT] >= 0) {
                appendBox(regressors, at, i, score.toFloat(), into)
            }
        }
    }

    private fun scoreOf(logit: Float): Double =
        1 / (1 + exp(-logit.toDouble().coerceIn(-rule.scoreClip, rule.scoreClip)))

    private fun appendBox(regressors: FloatArray, at: Int, anchor: Int, score: Float, into: Detections) {
        val size = rule.inputSize.toFloat()
        val row = into.add()
        for (axis in 0..1) {
            val origin = anchors[anchor * 2 + axis]
            val centre = regressors[at + axis] / size + origin
            val half = regressors[at + 2 + axis] / size / 2
            into[row, Detections.LEFT + axis] = centre - half
            into[row, Detections.RIGHT + axis] = centre + half
            for (column in Detections.POINTS + axis until Detections.SCORE step 2) {
                into[row, column] = regressors[at + column] / size + origin
            }
        }
        into[row, Detections.SCORE] = score
    }

    private companion object {
        const val REGRESSORS = 16
        const val HEIGHT = 3
    }
}
