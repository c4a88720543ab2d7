package edge.deepfake.core.image

/**
 * An upright picture that is read in parts of rows, so that a crop reads only the pixels that it needs.
 *
 * Not thread-safe, unless an implementation says otherwise.
 */
public interface PixelRows {
    /** Width in pixels, at least 1. */
    public val width: Int

    /** Height in pixels, at least 1. */
    public val height: Int

    /**
     * Writes pixels [left] (inclusive) to [right] (exclusive) of row [y] to the start of [into], as R, G, B bytes.
     *
     * The caller ensures `0 <= y < height` and `0 <= left <= right <= width`.
     */
    public fun readRow(y: Int, left: Int, right: Int, into: ByteArray)
}

/** A picture that gives a reduced copy of itself without reading every pixel. */
public interface ReducibleRows : PixelRows {
    /**
     * This picture with one pixel for each block of [factor] x [factor] pixels. Incomplete blocks at the right and
     * lower edge may be left out. The copy is valid until the next call.
     *
     * @param factor At least 2.
     */
    public fun reduced(factor: Int): PixelRows
}
