package edge.deepfake.core.image

import kotlin.math.abs
import kotlin.math.sqrt

/**
 * Statistics of a crop that tell graphics and black-and-white pictures from photographs. They are those of the last
 * [measure]. Not thread-safe.
 */
internal class CropStatistics {
    private var inner = 0
    private var equal = 0
    private var edges = 0
    private var hardEdges = 0

    /** Share of pixels, without the last row and column and without extreme ones, that equal both neighbours. */
    var flat: Double = 0.0
        private set

    /** Share of the uneven blocks that have hardly more than two tones. */
    var common: Double = 0.0
        private set

    /** Share of hard edges among the edges. */
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
        countEdges(crop)
        flat = shareOf(equal, inner)
        hard = shareOf(hardEdges, edges)
        common = twoToneShare(crop)
        extreme = extremeShare(crop)
        colourfulness = colourfulnessOf(crop)
    }

    private fun countEdges(crop: RgbImage) {
        inner = 0
        equal = 0
        edges = 0
        hardEdges = 0
        for (y in 0 until crop.height - 1) {
            for (x in 0 until crop.width - 1) {
                val at = (y * crop.width + x) * CHANNELS
                count(greatestStep(crop.pixels, at, crop.width * CHANNELS), isExtreme(crop.pixels, at))
            }
        }
    }

    private fun count(step: Int, isExtreme: Boolean) {
        if (!isExtreme) {
            inner++
            if (step == 0) equal++
        }
        if (step >= EDGE) {
            edges++
            if (step >= HARD_EDGE) hardEdges++
        }
    }

    private companion object {
        const val EDGE = 4
        const val HARD_EDGE = 32
    }
}

/** The largest difference of the pixel [at] to its right and its lower neighbour, over the channels. */
private fun greatestStep(pixels: ByteArray, at: Int, line: Int): Int {
    var greatest = 0
    for (i in at until at + CHANNELS) {
        val here = level(pixels, i)
        greatest = maxOf(greatest, abs(level(pixels, i + CHANNELS) - here), abs(level(pixels, i + line) - here))
    }
    return greatest
}

private fun isExtreme(pixels: ByteArray, at: Int): Boolean {
    val red = level(pixels, at)
    val green = level(pixels, at + 1)
    val blue = level(pixels, at + 2)
    return minOf(red, green, blue) >= WHITE || maxOf(red, green, blue) <= BLACK
}

private fun extremeShare(crop: RgbImage): Double {
    var count = 0
    for (at in crop.pixels.indices step CHANNELS) if (isExtreme(crop.pixels, at)) count++
    return shareOf(count, crop.width * crop.height)
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

private fun shareOf(count: Int, all: Int): Double = if (all == 0) 0.0 else count.toDouble() / all

private fun level(pixels: ByteArray, at: Int): Int = pixels[at].toInt() and BYTE

private const val BYTE = 0xFF
private const val WHITE = 250
private const val BLACK = 5
private const val MEAN_WEIGHT = 0.3
