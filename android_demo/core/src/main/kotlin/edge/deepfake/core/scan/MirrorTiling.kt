package edge.deepfake.core.scan

import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.RgbImage

/**
 * Fills [into] with mirrored copies of the square picture [copy], from the top left. The last copies may be cut off.
 *
 * Enlarging a picture of 32 pixels sevenfold would make its traces too coarse for a network whose filters span a few
 * pixels. Copies side by side keep them fine. The logit is a mean over cells, so it is also the mean over the copies.
 */
internal fun fillMirrored(copy: RgbImage, into: RgbImage) {
    for (y in 0 until into.height) {
        val row = mirrored(y, copy.height) * copy.width
        for (x in 0 until into.width) {
            val from = (row + mirrored(x, copy.width)) * CHANNELS
            val to = (y * into.width + x) * CHANNELS
            System.arraycopy(copy.pixels, from, into.pixels, to, CHANNELS)
        }
    }
}

/**
 * The evidence map of one copy: each cell is the mean over all cells that show the same part of the copy.
 *
 * @param evidence The map of a square crop of [size] pixels that was filled with copies of [side] pixels.
 * @param side A multiple of `size / evidence.height`.
 * @return Square map with `side * evidence.height / size` cells a side.
 */
public fun foldMirrored(evidence: EvidenceMap, side: Int, size: Int): EvidenceMap {
    val cells = side * evidence.height / size
    val sums = DoubleArray(cells * cells)
    val counts = IntArray(cells * cells)
    for (y in 0 until evidence.height) {
        for (x in 0 until evidence.width) {
            val cell = mirrored(y, cells) * cells + mirrored(x, cells)
            sums[cell] += evidence[x, y].toDouble()
            counts[cell]++
        }
    }
    val means = FloatArray(cells * cells) { (sums[it] / counts[it]).toFloat() }
    return EvidenceMap(cells, cells, means)
}

/** Which of [period] cells the cell [index] shows: 0 1 2 2 1 0 0 1 2 ... */
private fun mirrored(index: Int, period: Int): Int {
    val cell = index % (2 * period)
    return minOf(cell, 2 * period - 1 - cell)
}
