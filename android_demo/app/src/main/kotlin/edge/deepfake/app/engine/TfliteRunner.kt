package edge.deepfake.app.engine

import android.os.StrictMode
import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.engine.TensorType
import edge.deepfake.core.errors.EngineException
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.tensorflow.lite.DataType
import org.tensorflow.lite.Interpreter
import org.tensorflow.lite.Tensor

/**
 * A model in TensorFlow Lite's interpreter.
 *
 * @param handle The delegate, which is already in [options]; null for the CPU. [close] closes it.
 * @param signatures Gives the keys of the model's signatures.
 * @throws EngineException if the interpreter cannot load the model.
 */
internal class TfliteRunner(
    model: ByteArray,
    options: Interpreter.Options,
    private val handle: DelegateHandle?,
    signatures: (Interpreter) -> Array<String>,
) : TensorRunner {
    private val interpreter: Interpreter
    private val byIndex = LinkedHashMap<Int, Any>()

    override val inputs: List<TensorInfo>
    override val outputs: List<TensorInfo>

    init {
        StrictMode.noteSlowCall("loads a model")
        val buffer = ByteBuffer.allocateDirect(model.size).order(ByteOrder.nativeOrder())
        buffer.put(model)
        interpreter = refusing { Interpreter(buffer, options) }
        val key = signatures(interpreter).singleOrNull()
        val inputNames = key?.let(::inputNames).orEmpty()
        val outputNames = key?.let(::outputNames).orEmpty()
        inputs = List(interpreter.inputTensorCount) { infoOf(interpreter.getInputTensor(it), inputNames) }
        outputs = List(interpreter.outputTensorCount) { infoOf(interpreter.getOutputTensor(it), outputNames) }
    }

    override fun run(input: ByteBuffer, results: List<ByteBuffer>) {
        input.clear()
        results.forEachIndexed { i, buffer ->
            buffer.clear()
            byIndex[i] = buffer
        }
        refusing { interpreter.runForMultipleInputsOutputs(arrayOf<Any>(input), byIndex) }
        handle?.lastError()?.let { throw EngineException(it) }
    }

    override fun close() {
        interpreter.close()
        handle?.close()
    }

    /** Maps the index of a tensor to its name in the signature. */
    private fun inputNames(key: String): Map<Int, String> =
        interpreter.getSignatureInputs(key).associateBy { interpreter.getInputTensorFromSignature(it, key).index() }

    private fun outputNames(key: String): Map<Int, String> =
        interpreter.getSignatureOutputs(key).associateBy { interpreter.getOutputTensorFromSignature(it, key).index() }

    private fun infoOf(tensor: Tensor, names: Map<Int, String>): TensorInfo {
        val quantization = tensor.quantizationParams()
        return TensorInfo(
            name = names[tensor.index()] ?: tensor.name(),
            shape = tensor.shape().toList(),
            type = typeOf(tensor.dataType()),
            scale = quantization.scale,
            zeroPoint = quantization.zeroPoint,
        )
    }

    private fun typeOf(type: DataType): TensorType = when (type) {
        DataType.FLOAT32 -> TensorType.FLOAT32
        DataType.UINT8 -> TensorType.UINT8
        DataType.INT8 -> TensorType.INT8
        else -> throw EngineException("tensor type $type is not supported")
    }
}

/** Converts TensorFlow Lite's exceptions to an [EngineException]. */
internal inline fun <T> refusing(work: () -> T): T = try {
    work()
} catch (error: IllegalArgumentException) {
    throw EngineException("TensorFlow Lite failed: ${error.message}", error)
} catch (error: IllegalStateException) {
    throw EngineException("TensorFlow Lite failed: ${error.message}", error)
} catch (error: UnsupportedOperationException) {
    throw EngineException("TensorFlow Lite failed: ${error.message}", error)
} catch (error: LinkageError) {
    throw EngineException("TensorFlow Lite has no library for this processor: ${error.message}", error)
}
