package edge.deepfake.app.engine

import android.os.Build
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.errors.EngineException
import org.tensorflow.lite.Interpreter
import org.tensorflow.lite.gpu.CompatibilityList
import org.tensorflow.lite.gpu.GpuDelegate
import org.tensorflow.lite.gpu.GpuDelegateFactory
import org.tensorflow.lite.nnapi.NnApiDelegate

/**
 * Models in TensorFlow Lite: XNNPACK on the CPU, or a delegate.
 *
 * @param signatures How this build's interpreter tells the keys of a model's signatures.
 */
internal class TfliteNetworks(private val signatures: (Interpreter) -> Array<String> = { it.signatureKeys }) :
    Networks {
    override fun load(model: ByteArray, candidate: Candidate, threads: Int): TensorRunner? = when (candidate) {
        Candidate.CPU -> runner(model, threads, null)
        Candidate.GPU_FP16 -> onGpu(model, threads, halfPrecision = true)
        Candidate.GPU_FP32 -> onGpu(model, threads, halfPrecision = false)
        Candidate.NNAPI -> onNnapi(model, threads)
    }

    private fun onGpu(model: ByteArray, threads: Int, halfPrecision: Boolean): TensorRunner? {
        val supported = refusing { CompatibilityList().use { it.isDelegateSupportedOnThisDevice } }
        if (!supported) return null
        val options = GpuDelegateFactory.Options()
            .setPrecisionLossAllowed(halfPrecision)
            .setQuantizedModelsAllowed(true)
            .setInferencePreference(GpuDelegateFactory.Options.INFERENCE_PREFERENCE_SUSTAINED_SPEED)
        val delegate = refusing { GpuDelegate(options) }
        return runner(model, threads, Attachment(delegate, delegate::close))
    }

    /** Without NNAPI's own CPU kernels, which are slower than XNNPACK and would pass for an accelerator. */
    private fun onNnapi(model: ByteArray, threads: Int): TensorRunner? {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return null
        val options = NnApiDelegate.Options()
            .setUseNnapiCpu(false)
            .setAllowFp16(false)
            .setExecutionPreference(NnApiDelegate.Options.EXECUTION_PREFERENCE_SUSTAINED_SPEED)
        val delegate = refusing { NnApiDelegate(options) }
        val trouble = { if (delegate.hasErrors()) "NNAPI reports error ${delegate.nnapiErrno}" else null }
        return runner(model, threads, Attachment(delegate, delegate::close, trouble))
    }

    private fun runner(model: ByteArray, threads: Int, attachment: Attachment?): TensorRunner {
        val options = Interpreter.Options().setNumThreads(threads)
        if (attachment == null) options.setUseXNNPACK(true) else options.addDelegate(attachment.delegate)
        return try {
            TfliteRunner(model, options, attachment, signatures)
        } catch (error: EngineException) {
            attachment?.close()
            throw error
        }
    }
}
