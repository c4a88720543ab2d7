package edge.deepfake.core.support

import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.engine.TensorType
import edge.deepfake.core.errors.EngineException
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.tensorflow.lite.DataType
import org.tensorflow.lite.Interpreter
import org.tensorflow.lite.Tensor

/** TensorFlow Lite's Java interpreter on this computer, with the native library that DJL builds for Linux. */
internal class LinuxRunner(model: ByteArray) : TensorRunner {
    private val interpreter: Interpreter
    private val signature: String?

    override val inputs: List<TensorInfo>
    override val outputs: List<TensorInfo>

    init {
        LIBRARY
        val buffer = ByteBuffer.allocateDirect(model.size).order(ByteOrder.nativeOrder()).put(model)
        interpreter = refusing { Interpreter(buffer, Interpreter.Options().setNumThreads(1)) }
        signature = interpreter.signatureDefNames.singleOrNull()
        val inputTensors = List(interpreter.inputTensorCount, interpreter::getInputTensor)
        val outputTensors = List(interpreter.outputTensorCount, interpreter::getOutputTensor)
        inputs = inputNames().let { names -> inputTensors.map { infoOf(it, names) } }
        outputs = outputNames().let { names -> outputTensors.map { infoOf(it, names) } }
    }

    override fun run(input: ByteBuffer, results: List<ByteBuffer>) {
        input.clear()
        results.forEach { it.clear() }
        val byIndex = results.withIndex().associate { (i, buffer) -> i to buffer as Any }
        refusing { interpreter.runForMultipleInputsOutputs(arrayOf(input), byIndex) }
    }

    override fun close() {
        interpreter.close()
    }

    /** Maps the index of a tensor to its name in the signature. */
    private fun inputNames(): Map<Int, String> = signature?.let { key ->
        interpreter.getSignatureInputs(key).associateBy {
            interpreter.getInputTensorFromSignature(it, key).index()
        }
    }.orEmpty()

    private fun outputNames(): Map<Int, String> = signature?.let { key ->
        interpreter.getSignatureOutputs(key).associateBy {
            interpreter.getOutputTensorFromSignature(it, key).index()
        }
    }.orEmpty()

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

    private fun <T> refusing(work: () -> T): T = try {
        work()
    } catch (error: IllegalArgumentException) {
        throw EngineException("TensorFlow Lite failed: ${error.message}", error)
    } catch (error: IllegalStateException) {
        throw EngineException("TensorFlow Lite failed: ${error.message}", error)
    }

    private companion object {
        /** Loads the library once, explicitly, because the Java classes of this version do not find it in a jar. */
        private val LIBRARY: Unit by lazy {
            val system = "${System.getProperty("os.name")} ${System.getProperty("os.arch")}"
            if (system != "Linux amd64") {
                skipWithout("Linux on x86-64, for TensorFlow Lite's library; this is $system")
            }
            val name = "/native/lib/libtensorflowlite_jni.so"
            val resource =
                checkNotNull(Interpreter::class.java.getResourceAsStream(name)) { "no $name" }
            val file = File.createTempFile("tflite", ".so").apply { deleteOnExit() }
            resource.use { input -> file.outputStream().use(input::copyTo) }
            System.load(file.path)
        }
    }
}
