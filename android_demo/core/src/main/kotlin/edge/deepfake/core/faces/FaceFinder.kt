package edge.deepfake.core.faces

import edge.deepfake.core.image.PixelRows
import java.io.Closeable

/** The face detector of a scanner. Not thread-safe. */
public interface FaceFinder : Closeable {
    /**
     * Faces of an upright picture in its pixels, the largest first.
     *
     * @throws EngineException if a detector fails.
     */
    public fun find(picture: PixelRows): List<Face>
}
