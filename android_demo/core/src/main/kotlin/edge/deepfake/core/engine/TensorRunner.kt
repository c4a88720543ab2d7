package edge.deepfake.core.engine

import java.io.Closeable
import java.nio.ByteBuffer

/**
 * A TFLite model that is loaded and ready; the one thing this module asks of an interpreter. Not
 * thread-safe.
 *
 * The names in [inputs] and [outputs] are those of the model's only signature where it has one (the
 * network's contract names them so), and the tensors' own otherwise (the face detectors have no
 * signature).
 */
public interface TensorRunner : Closeable {
    /** The input tensors, in the order of the model. */
    public val inputs: List<TensorInfo>

    /** The output tensors, in the order of the model. */
    public val outputs: List<TensorInfo>

    /**
     * Runs the model once.
     *
     * @param input The only input tensor: a direct buffer in native byte order, read from its
     *   start.
     * @param results One direct buffer in native byte order per output, as many bytes as [outputs]
     *   says; each is written from its start. Positions afterwards are not defined.
     * @throws EngineException if the run fails.
     */
    public fun run(input: ByteBuffer, results: List<ByteBuffer>)
}
