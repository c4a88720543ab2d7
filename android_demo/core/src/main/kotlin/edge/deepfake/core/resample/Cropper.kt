package edge.deepfake.core.resample

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.RgbImage

/**
 * Cuts crops as the network wants them; keeps its buffers, so that a camera's frames cost no
 * memory.
 *
 * Not thread-safe: one per thread.
 */
public class Cropper {
    private val resampler = Resampler()

    /**
     * Resamples a square of the picture into [into].
     *
     * Pillow's BILINEAR resize with `box` (an antialiased triangle filter in fixed point) defines
     * the pixels; the picture's edge pixels are repeated outside of it.
     *
     * @param box In pixels of [source], not empty; fractions are honoured.
     * @throws IllegalArgumentException if the box is empty or not finite.
     */
    public fun cut(source: PixelRows, box: Box, into: RgbImage) {
        resampler.cut(source, box, into)
    }
}

/** [Cropper.cut] into a new picture of [size] x [size] pixels. */
public fun cutCrop(source: PixelRows, box: Box, size: Int): RgbImage =
    RgbImage(size, size).also { Cropper().cut(source, box, it) }
