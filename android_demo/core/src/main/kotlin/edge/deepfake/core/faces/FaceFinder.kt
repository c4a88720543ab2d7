package edge.deepfake.core.faces

import edge.deepfake.core.resample.Overview
import java.io.Closeable

/** The face detector of a scanner. Not thread-safe. */
public interface FaceFinder : Closeable {
    /**
     * Searches an upright picture for faces.
     *
     * @return Boxes in pixels of the picture, not of its overview.
     * @throws EngineException if a detector fails.
     */
    public fun find(overview: Overview): FoundFaces
}
