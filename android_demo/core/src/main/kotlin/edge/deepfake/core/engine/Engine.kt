package edge.deepfake.core.engine

import edge.deepfake.core.image.RgbImage
import java.io.Closeable

/** The bundle's network on one accelerator. Not thread-safe: use one engine per thread. */
public interface Engine : Closeable {
    /** Describes what runs the network. It becomes the result's `runtime` object. */
    public val info: RuntimeInfo

    /**
     * Runs the network on a crop of the contract's size.
     *
     * @throws EngineException if the crop has another size, or the run fails.
     */
    public fun run(crop: RgbImage): NetworkOutput
}
