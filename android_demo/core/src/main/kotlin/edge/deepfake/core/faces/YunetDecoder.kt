package edge.deepfake.core.faces

import edge.deepfake.core.contract.DetectorRule
import kotlin.math.exp
import kotlin.math.sqrt

/**
 * Converts the output of a YuNet detector to boxes.
 *
 * Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research 20 (2023), and the
 * project's golden vectors.
 */
internal class YunetDecoder(private val rule: DetectorRule) {
    /**
     * Appends the finite boxes whose score is at least [possibleFrom], in pixels of the input, in the order of the
     * output.
     *
     * @param output float32 [N, 6], stride by stride and row by row: class score and object score in [0, 1], distance
     *   of the centre from the cell in cells, logarithms of width and height in cells.
     */
    fun decode(output: FloatArray, possibleFrom: Double, into: Detections) {
        var at = 0
        for (stride in rule.strides) {
            val side = rule.inputSize / stride
            for (cell in 0 until side * side) {
                val score = scoreOf(output, at)
                if (score >= possibleFrom) append(output, at, cell % side, cell / side, stride, score, into)
                at += COLUMNS
            }
        }
    }

    private fun scoreOf(output: FloatArray, at: Int): Double =
        sqrt(output[at].toDouble().coerceIn(0.0, 1.0) * output[at + 1].toDouble().coerceIn(0.0, 1.0))

    private fun append(output: FloatArray, at: Int, x: Int, y: Int, stride: Int, score: Double, into: Detections) {
        val centreX = (x + output[at + DX].toDouble()) * stride
        val centreY = (y + output[at + DY].toDouble()) * stride
        val halfWidth = exp(output[at + WIDTH].toDouble()) * stride / 2
        val halfHeight = exp(output[at + HEIGHT].toDouble()) * stride / 2
        val isFinite = (centreX + halfWidth).isFinite() && (centreY + halfHeight).isFinite()
        if (!isFinite) return
        into.add(centreX - halfWidth, centreY - halfHeight, centreX + halfWidth, centreY + halfHeight, score)
    }

    internal companion object {
        /** Numbers per cell. */
        const val COLUMNS = 6
        private const val DX = 2
        private const val DY = 3
        private const val WIDTH = 4
        private const val HEIGHT = 5
    }
}
