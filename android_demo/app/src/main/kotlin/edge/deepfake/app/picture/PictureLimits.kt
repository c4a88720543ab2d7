package edge.deepfake.app.picture

import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException

/** Limits that keep pictures within a phone's memory. */
internal object PictureLimits {
    /** Maximum size of a file in bytes. */
    const val MAX_BYTES = 64_000_000

    /** Maximum number of pixels that are decoded at full size. Larger pictures are reduced. */
    const val MAX_PIXELS = 16_000_000L

    /** Maximum number of pixels of a picture that is reduced. Larger pictures are refused. */
    const val MAX_REDUCED_PIXELS = 178_956_970L

    /** Longer side of the preview, in pixels. */
    const val PREVIEW_SIDE = 1600

    /**
     * The factor by which a picture is reduced when it is decoded: 1, 2, 4 or 8.
     *
     * @throws ImageException if the picture is too large even for that.
     */
    fun reductionOf(width: Int, height: Int): Int {
        val pixels = width.toLong() * height
        if (pixels > MAX_REDUCED_PIXELS) {
            throw ImageException(
                FailureCode.TOO_LARGE,
                "$width x $height pixels, at most $MAX_REDUCED_PIXELS are read",
            )
        }
        var reduction = 1
        while (pixels / (reduction.toLong() * reduction) > MAX_PIXELS) reduction *= 2
        return reduction
    }

    /** The note in the result about a reduction; empty for the factor 1. */
    fun notesOf(reduction: Int): List<String> =
        if (reduction == 1) emptyList() else listOf("decoded at 1/$reduction scale")
}
