package edge.deepfake.core.image

/**
 * An upright picture that is read by parts of rows, so that a crop touches only the pixels it
 * needs.
 *
 * Not thread-safe unless an implementation says so.
 */
public interface PixelRows {
    /** Pixels from left to right, at least 1. */
    public val width: Int

    /** Pixels from top to bottom, at least 1. */
    public val height: Int

    /**
     * Writes pixels [left] (inclusive) to [right] (exclusive) of row [y] into [into], from its
     * start: R, G, B bytes.
     *
     * The caller keeps `0 <= y < height` and `0 <= left <= right <= width`.
     */
    public fun readRow(y: Int, left: Int, right: Int, into: ByteArray)
}
