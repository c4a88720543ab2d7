package edge.deepfake.core.image

import kotlin.math.abs
import kotlin.math.sqrt

/**
 * Statistics of a crop that tell graphics and black-and-white pictures from photographs. They are those of the last
 * [measure]. The buffers are reused; not thread-safe.
 */
internal class CropStatistics {
    private val bins = IntArray(BINS)
    private var luma = IntArray(0)

    /** Share of pixels, without the last row and column, that hardly differ from both neighbours. */
    var flat: Double = 0.0
        private set

    /** Share of pixels in the four most frequent of 4096 colours. */
    var common: Double = 0.0
        private set

    /** Share of neighbouring pixels whose luma differs by at least a quarter of the range. */
    var hard: Double = 0.0
        private set

    /** Share of nearly black and nearly white pixels. */
    var extreme: Double = 0.0
        private set

    /**
     * Colourfulness, 0 for grey.
     *
     * Source: Hasler and Süsstrunk, "Measuring colourfulness in natural images", Human Vision and Electronic Imaging
     * VIII (2003).
     */
    var colourfulness: Double = 0.0
        private set

    /** Measures [crop], at least 2 x 2 pixels. */
    fun measure(crop: RgbImage) {
        if (luma.size != crop.width * crop.height) luma = IntArray(crop.width * crop.height)
        readLuma(crop, luma)
        flat = flatShare(crop)
        hard = hardShare(luma, crop.width, crop.height)
        common = commonShare(crop)
        extreme = extremeShare(crop)
        colourfulness = colourfulnessOf(crop)
    }

    private fun commonShare(crop: RgbImage): Double {
        bins.fill(0)
        val pixels = crop.pixels
        for (at in pixels.indices step CHANNELS) {
            val red = level(pixels, at) shr DROPPED_BITS
            val green = level(pixels, at + 1) shr DROPPED_BITS
            val blue = level(pixels, at + 2) shr DROPPED_BITS
            bins[(red shl 2 * DROPPED_BITS) or (green shl DROPPED_BITS) or blue]++
        }
        var sum = 0
        repeat(MOST_FREQUENT) {
            var most = 0
            for (bin in bins.indices) if (bins[bin] > bins[most]) most = bin
            sum += bins[most]
            bins[most] = 0
        }
        return sum.toDouble() * CHANNELS / pixels.size
    }

    private companion object {
        const val BINS = 4096
        const val DROPPED_BITS = 4
        const val MOST_FREQUENT = 4
    }
}

private fun flatShare(crop: RgbImage): Double {
    var count = 0
    val line = crop.width * CHANNELS
    for (y in 0 until crop.height - 1) {
        for (x in 0 until crop.width - 1) {
            val at = y * line + x * CHANNELS
            if (isFlat(crop.pixels, at, at + CHANNELS) && isFlat(crop.pixels, at, at + line)) count++
        }
    }
    return count.toDouble() / ((crop.width - 1) * (crop.height - 1))
}

private fun isFlat(pixels: ByteArray, one: Int, other: Int): Boolean {
    for (channel in 0 until CHANNELS) {
        if (abs(level(pixels, one + channel) - level(pixels, other + channel)) > FLAT) return false
    }
    return true
}

/** Writes luma in whole thousandths of a grey level. Floating point would miss edges at the limit. */
private fun readLuma(crop: RgbImage, into: IntArray) {
    val pixels = crop.pixels
    for (i in 0 until crop.width * crop.height) {
        val at = i * CHANNELS
        into[i] = RED * level(pixels, at) + GREEN * level(pixels, at + 1) + BLUE * level(pixels, at + 2)
    }
}

private fun hardShare(luma: IntArray, width: Int, height: Int): Double {
    var count = 0
    for (y in 0 until height) {
        for (x in 0 until width) {
            val at = y * width + x
            if (x + 1 < width && abs(luma[at] - luma[at + 1]) >= HARD) count++
            if (y + 1 < height && abs(luma[at] - luma[at + width]) >= HARD) count++
        }
    }
    return count.toDouble() / ((width - 1) * height + width * (height - 1))
}

private fun extremeShare(crop: RgbImage): Double {
    var count = 0
    val pixels = crop.pixels
    for (at in pixels.indices step CHANNELS) {
        val least = minOf(level(pixels, at), level(pixels, at + 1), level(pixels, at + 2))
        val most = maxOf(level(pixels, at), level(pixels, at + 1), level(pixels, at + 2))
        if (least >= WHITE || most <= BLACK) count++
    }
    return count.toDouble() * CHANNELS / pixels.size
}

private fun colourfulnessOf(crop: RgbImage): Double {
    val count = crop.width * crop.height
    var redGreen = 0.0
    var yellowBlue = 0.0
    var squares = 0.0
    val pixels = crop.pixels
    for (at in pixels.indices step CHANNELS) {
        val oneAxis = (level(pixels, at) - level(pixels, at + 1)).toDouble()
        val otherAxis = (level(pixels, at) + level(pixels, at + 1)) / 2.0 - level(pixels, at + 2)
        redGreen += oneAxis
        yellowBlue += otherAxis
        squares += oneAxis * oneAxis + otherAxis * otherAxis
    }
    redGreen /= count
    yellowBlue /= count
    val means = redGreen * redGreen + yellowBlue * yellowBlue
    return sqrt(maxOf(squares / count - means, 0.0)) + MEAN_WEIGHT * sqrt(means)
}

private fun level(pixels: ByteArray, at: Int): Int = pixels[at].toInt() and BYTE

private const val BYTE = 0xFF
private const val FLAT = 2
private const val HARD = 64_000
private const val RED = 299
private const val GREEN = 587
private const val BLUE = 114
private const val WHITE = 250
private const val BLACK = 5
private const val MEAN_WEIGHT = 0.3
