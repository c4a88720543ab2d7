package edge.deepfake.core.image

import edge.deepfake.core.errors.requireContract
import kotlin.math.abs

private const val BYTE = 0xFF
private const val NONE = 0
private const val SUB = 1
private const val UP = 2
private const val AVERAGE = 3
private const val PAETH = 4

/**
 * Reverses the filters of a PNG's lines (one filter byte, then the pixels) and writes the pixels to [image].
 *
 * Source: PNG specification, third edition, section 9.
 */
internal fun unfilter(lines: ByteArray, image: RgbImage) {
    val line = image.width * CHANNELS
    for (y in 0 until image.height) {
        val filter = lines[y * (line + 1)].toInt()
        requireContract(filter in NONE..PAETH, "", "the PNG has an unknown filter")
        for (i in 0 until line) {
            val raw = lines[y * (line + 1) + 1 + i]
            image.pixels[y * line + i] = (raw + predicted(filter, image, y, i)).toByte()
        }
    }
}

/** The value that the filter predicts for byte [i] of row [y] from the bytes to the left and above. */
private fun predicted(filter: Int, image: RgbImage, y: Int, i: Int): Int {
    val left = image.byteAt(y, i - CHANNELS)
    val above = image.byteAt(y - 1, i)
    return when (filter) {
        SUB -> left
        UP -> above
        AVERAGE -> (left + above) / 2
        PAETH -> paeth(left, above, image.byteAt(y - 1, i - CHANNELS))
        else -> 0
    }
}

/** Byte [i] of row [y]; 0 outside of the picture. */
private fun RgbImage.byteAt(y: Int, i: Int): Int =
    if (y < 0 || i < 0) 0 else pixels[y * width * CHANNELS + i].toInt() and BYTE

private fun paeth(left: Int, above: Int, corner: Int): Int {
    val estimate = left + above - corner
    val fromLeft = abs(estimate - left)
    val fromAbove = abs(estimate - above)
    val fromCorner = abs(estimate - corner)
    return when {
        fromLeft <= fromAbove && fromLeft <= fromCorner -> left
        fromAbove <= fromCorner -> above
        else -> corner
    }
}
