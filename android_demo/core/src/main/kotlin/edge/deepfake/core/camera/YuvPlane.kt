package edge.deepfake.core.camera

import java.nio.ByteBuffer

/**
 * A plane of a camera frame, like `android.media.Image.Plane`.
 *
 * @property bytes The samples, read by absolute index. The frame must stay open meanwhile.
 * @property rowStride Bytes from one row to the next.
 * @property pixelStride Bytes from one sample to the next.
 */
public class YuvPlane(public val bytes: ByteBuffer, public val rowStride: Int, public val pixelStride: Int) {
    /** Whether the plane holds [columns] x [rows] samples. The last row may end at its last sample, without padding. */
    internal fun holds(columns: Int, rows: Int): Boolean {
        val last = (rows - 1).toLong() * rowStride + (columns - 1).toLong() * pixelStride
        return rowStride > 0 && pixelStride > 0 && last < bytes.limit()
    }
}
