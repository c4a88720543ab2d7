package edge.deepfake.core.engine

/**
 * A variant of an accelerator that can run the network. The self-test runs one trial per candidate, in this order.
 *
 * @property id The value in a result's JSON and in the self-test's record.
 * @property accelerator The accelerator that this candidate uses.
 */
public enum class Candidate(public val id: String, public val accelerator: Accelerator) {
    /** XNNPACK on the CPU, which every device has. */
    CPU("cpu", Accelerator.CPU),

    /** The GPU in half precision. */
    GPU_FP16("gpu-fp16", Accelerator.GPU),

    /** The GPU in single precision. It gets a trial only if half precision gave wrong answers. */
    GPU_FP32("gpu-fp32", Accelerator.GPU),

    /** Android's Neural Networks API, which uses the vendor's driver. */
    NNAPI("nnapi", Accelerator.NNAPI),
}
