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
 * Loads models in TensorFlow Lite, with XNNPACK on the CPU or with a delegate.
 *
 * @param signatures Gives the keys of a model's signatures. The name of this function differs between versions of
 *   TensorFlow Lite.
 */
internal class TfliteModelLoader(private val signatures: (Interpreter) -> Array<String> = { it.signatureKeys }) :
    ModelLoader {
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
        return runner(model, threads, DelegateHandle(delegate, delegate::close))
    }

    /**
     * NNAPI's own CPU kernels are switched off: they are slower than XNNPACK, and NNAPI would look like an accelerator.
     */
    private fun onNnapi(model: ByteArray, threads: Int): TensorRunner? {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return null
        val options = NnApiDelegate.Options()
            .setUseNnapiCpu(false)
            .setAllowFp16(false)
            .setExecutionPreference(NnApiDelegate.Options.EXECUTION_PREFERENCE_SUSTAINED_SPEED)
        val delegate = refusing { NnApiDelegate(options) }
        val error = { if (delegate.hasErrors()) "NNAPI reports error ${delegate.nnapiErrno}" else null }
        return runner(model, threads, DelegateHandle(delegate, delegate::close, error))
    }

    private fun runner(model: ByteArray, threads: Int, handle: DelegateHandle?): TensorRunner {
        val options = Interpreter.Options().setNumThreads(threads)
        if (handle == null) options.setUseXNNPACK(true) else options.addDelegate(handle.delegate)
        return try {
            TfliteRunner(model, options, handle, signatures)
        } catch (error: EngineException) {
            handle?.close()
            throw error
        }
    }
}
