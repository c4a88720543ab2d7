package edge.deepfake.core.engine

/**
 * A way to run the network on a device, in the order in which a self-test tries them.
 *
 * @property word As it stands in a result and in the self-test's record.
 * @property accelerator What it runs on.
 */
public enum class Candidate(public val word: String, public val accelerator: Accelerator) {
    /** XNNPACK on the CPU: there on every device. */
    CPU("cpu", Accelerator.CPU),

    /** The GPU in half precision. */
    GPU_FP16("gpu-fp16", Accelerator.GPU),

    /** The GPU in single precision; tried only where half precision answers wrongly. */
    GPU_FP32("gpu-fp32", Accelerator.GPU),

    /** Android's Neural Networks API: a vendor's driver. */
    NNAPI("nnapi", Accelerator.NNAPI),
}
