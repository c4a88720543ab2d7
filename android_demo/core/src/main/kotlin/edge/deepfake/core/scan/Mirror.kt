package edge.deepfake.core.scan

import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.RgbImage

/**
 * Fills [into] with a square [copy] from the top left, mirrored at each seam; the last copies may
 * be cut off.
 *
 * A picture of 32 pixels has no more to say when it is enlarged sevenfold; its traces only become
 * too coarse for a network whose filters span a few pixels. Copies side by side keep them fine, and
 * as the logit is a mean over places, it is a mean over copies.
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
 * Evidence of one copy: the mean over all that show the same place.
 *
 * @param evidence Of a square crop of [size] pixels that was filled by copies of [side] pixels.
 * @param side A multiple of `size / evidence.height`.
 * @return Square map of `side * evidence.height / size` places a side.
 */
public fun foldMirrored(evidence: EvidenceMap, side: Int, size: Int): EvidenceMap {
    val cells = side * evidence.height / size
    val sums = DoubleArray(cells * cells)
    val counts = IntArray(cells * cells)
    for (y in 0 until evidence.height) {
        for (x in 0 until evidence.width) {
            val place = mirrored(y, cells) * cells + mirrored(x, cells)
            sums[place] += evidence[x, y].toDouble()
            counts[place]++
        }
    }
    val means = FloatArray(cells * cells) { (sums[it] / counts[it]).toFloat() }
    return EvidenceMap(cells, cells, means)
}

/** Which of [period] places the place [index] shows: 0 1 2 2 1 0 0 1 2 ... */
private fun mirrored(index: Int, period: Int): Int {
    val place = index % (2 * period)
    return minOf(place, 2 * period - 1 - place)
}
