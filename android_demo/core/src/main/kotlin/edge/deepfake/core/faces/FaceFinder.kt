package edge.deepfake.core.faces

import edge.deepfake.core.image.PixelRows
import java.io.Closeable

/** What a scanner asks of a face detector. Not thread-safe. */
public interface FaceFinder : Closeable {
    /**
     * Faces of an upright picture, largest first, in its pixels.
     *
     * @throws EngineException if a detector does not run.
     */
    public fun find(picture: PixelRows): List<Face>
}
