package edge.deepfake.core.engine

import edge.deepfake.core.image.RgbImage
import java.io.Closeable

/** A network on an accelerator. Not thread-safe: one per thread. */
public interface Engine : Closeable {
    /** What runs it, as it stands in a result. */
    public val info: RuntimeInfo

    /**
     * Judges a crop of the contract's size.
     *
     * @throws EngineException if the crop does not fit or the run fails.
     */
    public fun run(crop: RgbImage): NetworkOutput
}
