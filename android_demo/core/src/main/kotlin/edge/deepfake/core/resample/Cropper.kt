package edge.deepfake.core.resample

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.RgbImage

/**
 * Cuts crops for the network. It reuses its buffers, so that camera frames allocate no memory.
 *
 * Not thread-safe: use one per thread.
 */
public class Cropper {
    private val resampler = Resampler()

    /**
     * Resamples a square of the picture into [into].
     *
     * The pixels are those of Pillow's BILINEAR resize with `box` (an antialiased triangle filter in fixed point).
     * Outside of the picture, its edge pixels are repeated.
     *
     * @param box Box in pixels of [source], not empty. Coordinates may be fractions.
     * @throws IllegalArgumentException if the box is empty or not finite.
     */
    public fun cut(source: PixelRows, box: Box, into: RgbImage) {
        resampler.cut(source, box, into)
    }
}

/** Cuts a crop into a new picture of [size] x [size] pixels; see [Cropper.cut]. */
public fun cutCrop(source: PixelRows, box: Box, size: Int): RgbImage =
    RgbImage(size, size).also { Cropper().cut(source, box, it) }
