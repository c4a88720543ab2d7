package edge.deepfake.app.picture

import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException

/** What a phone's memory allows. */
internal object PictureLimits {
    /** Largest file. */
    const val MOST_BYTES = 64_000_000

    /** Largest picture that is decoded at its own size. */
    const val MOST_PIXELS = 16_000_000L

    /** Largest picture that is decoded at a reduced size. */
    const val MOST_REDUCED_PIXELS = 178_956_970L

    /** Longer side of the copy that screens show. */
    const val PREVIEW_SIDE = 1600

    /**
     * By how much a picture must be reduced to be decoded: 1, 2, 4 or 8.
     *
     * @throws ImageException if it is too large even so.
     */
    fun reductionOf(width: Int, height: Int): Int {
        val pixels = width.toLong() * height
        if (pixels > MOST_REDUCED_PIXELS) {
            throw ImageException(
                FailureCode.TOO_LARGE,
                "$width x $height pixels, at most $MOST_REDUCED_PIXELS are read",
            )
        }
        var reduction = 1
        while (pixels / (reduction.toLong() * reduction) > MOST_PIXELS) reduction *= 2
        return reduction
    }

    /** What a result says of a reduction; nothing where there is none. */
    fun notesOf(reduction: Int): List<String> =
        if (reduction == 1) emptyList() else listOf("decoded at 1/$reduction scale")
}
