package edge.deepfake.core.faces

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.engine.TensorType
import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.RgbImage
import java.io.Closeable
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * A loaded YuNet model with the buffers of its tensors, which are reused. Not thread-safe.
 *
 * @param runner The loaded model. [close] closes it; so does the constructor if the model does not match [rule].
 * @throws BundleException if the tensors are not those of the contract.
 */
internal class DetectorNetwork(private val runner: TensorRunner, private val rule: DetectorRule) : Closeable {
    private val input: ByteBuffer
    private val results: List<ByteBuffer>

    /** Output of the last run, float32 [N, 6]. */
    val output: FloatArray = FloatArray(rule.cells * YunetDecoder.COLUMNS)

    init {
        try {
            val side = rule.inputSize
            check(runner.inputs, "input", listOf(1, side, side, CHANNELS), TensorType.UINT8)
            check(runner.outputs, "output", listOf(1, rule.cells, YunetDecoder.COLUMNS), TensorType.FLOAT32)
        } catch (error: BundleException) {
            runner.close()
            throw error
        }
        input = buffer(runner.inputs.single().bytes)
        results = runner.outputs.map { buffer(it.bytes) }
    }

    /** Runs the model on [view], a picture of its input's size. */
    fun run(view: RgbImage) {
        input.clear()
        input.put(view.pixels)
        input.clear()
        runner.run(input, results)
        val result = results.single()
        result.clear()
        result.asFloatBuffer().get(output)
    }

    override fun close() {
        runner.close()
    }

    private fun check(tensors: List<TensorInfo>, what: String, shape: List<Int>, type: TensorType) {
        val fits = tensors.size == 1 && tensors.single().shape == shape && tensors.single().type == type
        if (fits) return
        val found = tensors.joinToString { "${it.type.id} ${it.shape}" }
        throw BundleException("${rule.file}: its $what is $found, the contract says ${type.id} $shape")
    }

    private companion object {
        fun buffer(bytes: Int): ByteBuffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder())
    }
}
