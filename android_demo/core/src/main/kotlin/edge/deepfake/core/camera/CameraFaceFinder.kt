package edge.deepfake.core.camera

import edge.deepfake.core.faces.Face
import edge.deepfake.core.faces.FaceFinder
import edge.deepfake.core.image.PixelRows

/**
 * Detects faces in a reduced copy ("overview") of each camera frame, so that the time does not depend on the frame's
 * size.
 *
 * @param finder The face detector for the overview. [close] closes it.
 * @param minSide The overview's longer side is at least this many pixels. It should be at least 1.5 times a detector's
 *   input size.
 */
public class CameraFaceFinder(private val finder: FaceFinder, private val minSide: Int = DEFAULT_SIDE) : FaceFinder {
    private val overview = YuvFrame()

    /** Uses the overview for a [YuvFrame]. Any other picture is passed on unchanged. */
    override fun find(picture: PixelRows): List<Face> {
        val step = maxOf(picture.width, picture.height) / minSide
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
        /** Default of `minSide`: more than three times the input size of the larger detector. */
        public const val DEFAULT_SIDE: Int = 640
    }
}
