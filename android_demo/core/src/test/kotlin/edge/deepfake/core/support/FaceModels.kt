package edge.deepfake.core.support

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.contract.FaceRule
import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorType
import kotlin.math.ln

/** A face detector model that finds given boxes, in pixels of its input, whatever it is shown. */
internal object FaceModels {
    const val STILL = "still.tflite"
    const val CAMERA = "camera.tflite"

    /** Detectors of 128 and 64 pixels with one stride. */
    val RULE = FaceRule(
        minPictureSide = 16,
        decidesFrom = 0.7,
        possibleFrom = 0.5,
        turnedFrom = 0.8,
        suppressIou = 0.3,
        maxFaces = 3,
        still = DetectorRule(STILL, 128, listOf(16)),
        camera = DetectorRule(CAMERA, 64, listOf(8)),
    )

    /** A box of the size [side], whose centre is ([x], [y]). */
    class Seen(val x: Double, val y: Double, val side: Double, val score: Double)

    fun runner(rule: DetectorRule, seen: List<Seen>, show: (ByteArray) -> Unit = {}): FakeRunner {
        val side = rule.inputSize
        val input = TensorInfo("image", listOf(1, side, side, 3), TensorType.UINT8)
        val output = TensorInfo("boxes", listOf(1, rule.cells, 6), TensorType.FLOAT32)
        return FakeRunner(listOf(input), listOf(output)) { pixels, (result) ->
            show(ByteArray(side * side * 3) { pixels.get(it) })
            val values = result.asFloatBuffer()
            repeat(rule.cells * 6) { values.put(it, 0f) }
            for (box in seen) {
                val stride = rule.strides.single()
                val (column, row) = listOf(box.x, box.y).map { (it / stride).toInt() }
                val row6 = listOf(
                    box.score,
                    box.score,
                    box.x / stride - column,
                    box.y / stride - row,
                    ln(box.side / stride),
                    ln(box.side / stride),
                )
                val at = (row * (side / stride) + column) * 6
                row6.forEachIndexed { i, value -> values.put(at + i, value.toFloat()) }
            }
        }
    }
}
