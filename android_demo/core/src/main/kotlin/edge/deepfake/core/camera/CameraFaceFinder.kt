package edge.deepfake.core.camera

import edge.deepfake.core.faces.Face
import edge.deepfake.core.faces.FaceFinder
import edge.deepfake.core.image.PixelRows

/**
 * Finds faces in camera frames by an overview of them, so that the work does not grow with the
 * frame.
 *
 * @param finder Looks at the overview; closed with this one.
 * @param leastSide Longer side in pixels that the overview keeps; a detector's input and a half or
 *   more.
 */
public class CameraFaceFinder(private val finder: FaceFinder, private val leastSide: Int = DEFAULT_SIDE) : FaceFinder {
    private val overview = YuvFrame()

    /** A [YuvFrame] is looked at in overview; any other picture is passed on as it is. */
    override fun find(picture: PixelRows): List<Face> {
        val step = maxOf(picture.width, picture.height) / leastSide
        return if (picture is YuvFrame && step > 1) {
            findInOverview(picture, step)
        } else {
            finder.find(picture)
        }
    }

    override fun close() {
        finder.close()
    }

    private fun findInOverview(frame: YuvFrame, step: Int): List<Face> {
        overview.resetTo(frame, step)
        try {
            return finder.find(overview).map { scaled(it, step) }
        } finally {
            overview.clear()
        }
    }

    private fun scaled(face: Face, step: Int): Face {
        val points = FloatArray(face.keypoints.size) { face.keypoints[it] * step }
        return Face(face.box.scaled(step.toDouble()), face.score, points)
    }

    public companion object {
        /** Longer side of an overview: over three times the input of the larger detector. */
        public const val DEFAULT_SIDE: Int = 640
    }
}
