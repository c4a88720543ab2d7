package edge.deepfake.core.image

private const val BYTE = 0xFF
private const val RED = 0.299
private const val GREEN = 0.587
private const val BLUE = 0.114
private const val NEIGHBOURS = 4

/** Writes the ITU-R BT.601 luma of each pixel, in [0, 255], to [into]. */
internal fun lumaOf(picture: RgbImage, into: DoubleArray) {
    val pixels = picture.pixels
    for (i in 0 until picture.width * picture.height) {
        val at = i * CHANNELS
        val red = pixels[at].toInt() and BYTE
        val green = pixels[at + 1].toInt() and BYTE
        val blue = pixels[at + 2].toInt() and BYTE
        into[i] = red * RED + green * GREEN + blue * BLUE
    }
}

/**
 * Variance of the 4-neighbour Laplacian over the inner pixels, at least 0.
 *
 * Measure LAPV of Pertuz et al., "Analysis of focus measure operators for shape-from-focus", Pattern Recognition 46
 * (2013).
 *
 * @param luma [height, width], each side at least 3.
 */
internal fun sharpnessOf(luma: DoubleArray, width: Int, height: Int): Double {
    val count = (width - 2).toDouble() * (height - 2)
    var sum = 0.0
    forEachInner(width, height) { sum += laplacian(luma, it, width) }
    val mean = sum / count
    var squares = 0.0
    forEachInner(width, height) {
        val deviation = laplacian(luma, it, width) - mean
        squares += deviation * deviation
    }
    return squares / count
}

private inline fun forEachInner(width: Int, height: Int, visit: (at: Int) -> Unit) {
    for (y in 1 until height - 1) for (x in 1 until width - 1) visit(y * width + x)
}

private fun laplacian(luma: DoubleArray, at: Int, width: Int): Double =
    luma[at - width] + luma[at + width] + luma[at - 1] + luma[at + 1] - NEIGHBOURS * luma[at]
