package edge.deepfake.core.engine

import java.io.Closeable
import java.nio.ByteBuffer

/**
 * A loaded TFLite model. It is the only thing that this module needs of an interpreter. Not thread-safe.
 *
 * If the model has one signature, the names in [inputs] and [outputs] are those of the signature, which the contract
 * uses. Otherwise they are the names of the tensors (the face detectors have no signature).
 */
public interface TensorRunner : Closeable {
    /** The input tensors, in the order of the model. */
    public val inputs: List<TensorInfo>

    /** The output tensors, in the order of the model. */
    public val outputs: List<TensorInfo>

    /**
     * Runs the model once.
     *
     * @param input The only input tensor: a direct buffer in native byte order, read from its start.
     * @param results One direct buffer in native byte order per output, of the size that [outputs] gives. Each is
     *   written from its start. The positions of the buffers are undefined afterwards.
     * @throws EngineException if the run fails.
     */
    public fun run(input: ByteBuffer, results: List<ByteBuffer>)
}
