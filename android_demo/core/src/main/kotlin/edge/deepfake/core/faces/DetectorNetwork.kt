package edge.deepfake.core.faces

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.engine.TensorType
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.RgbImage
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * A loaded BlazeFace model with the buffers of its tensors, which are reused. Not thread-safe.
 *
 * @throws EngineException if the tensors are not those of a BlazeFace model.
 */
internal class DetectorNetwork(private val runner: TensorRunner, private val name: String) {
    private val results = runner.outputs.map { buffer(it.bytes) }
    private val input: ByteBuffer
    private val pixels: FloatArray
    private val regressorsAt = outputOf(REGRESSORS)
    private val scoresAt = outputOf(1)

    /** Regressors of the last run, float32 [N, 16]. */
    val regressors: FloatArray = FloatArray(runner.outputs[regressorsAt].elements)

    /** Score logits of the last run, float32 [N]. */
    val scores: FloatArray = FloatArray(runner.outputs[scoresAt].elements)

    init {
        val info =
            runner.inputs.singleOrNull() ?: throw EngineException("$name must have one input")
        val isFloat = info.type == TensorType.FLOAT32
        if (!isFloat) throw EngineException("$name must take float32, not ${info.type.id}")
        input = buffer(info.bytes)
        pixels = FloatArray(info.elements)
    }

    /** Checks that the model matches [rule]. */
    fun check(rule: DetectorRule, anchors: Int) {
        val shape = listOf(1, rule.inputSize, rule.inputSize, CHANNELS)
        val found = runner.inputs.single().shape
        if (found != shape) throw EngineException("$name takes $found, the contract says $shape")
        if (scores.size != anchors || regressors.size != anchors * REGRESSORS) {
            throw EngineException(
                "$name outputs ${scores.size} boxes, the contract's strides give $anchors",
            )
        }
    }

    /**
     * Runs the model on [view].
     *
     * @param levels Input value of each grey level, 256 values.
     */
    fun run(view: RgbImage, levels: FloatArray) {
        for (i in pixels.indices) pixels[i] = levels[view.pixels[i].toInt() and BYTE]
        input.clear()
        input.asFloatBuffer().put(pixels)
        runner.run(input, results)
        read(results[regressorsAt], regressors)
        read(results[scoresAt], scores)
    }

    fun close() {
        runner.close()
    }

    private fun read(from: ByteBuffer, into: FloatArray) {
        from.clear()
        from.asFloatBuffer().get(into)
    }

    /** Index of the output [1, N, columns]. The order of the two outputs differs between the detectors. */
    private fun outputOf(columns: Int): Int {
        val fitting = runner.outputs.indices.filter { runner.outputs[it].shape.last() == columns }
        val isDetector =
            runner.outputs.size == 2 && runner.outputs.all { it.type == TensorType.FLOAT32 }
        if (!isDetector || fitting.size != 1) {
            throw EngineException("$name must output float32 [1, N, 16] and [1, N, 1]")
        }
        return fitting.single()
    }

    private companion object {
        const val REGRESSORS = 16
        const val BYTE = 0xFF

        fun buffer(bytes: Int): ByteBuffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder())
    }
}
