package edge.deepfake.core.resample

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.RgbImage
import kotlin.math.ceil

private const val LEVEL = 0xFFL
private const val HALF = 32
private const val ROUNDING = 1 shl (Taps.PRECISION_BITS - 1)
private const val ROUNDINGS = (ROUNDING.toLong() shl HALF) or ROUNDING.toLong()

/**
 * Pillow's BILINEAR resize of eight-bit RGB with a box. Rows are resized first and rounded to grey levels, then
 * columns.
 *
 * It reads only the pixels under the filter and keeps only the rows under the filter. Two rows share each
 * multiplication, because a sum needs only 30 bits. Buffers grow as needed and are reused. Not thread-safe.
 *
 * Source: the definition of `Image.resize(size, BILINEAR, box)` in Pillow's documentation, and the project's golden
 * vectors, which an independent reference made.
 */
internal class Resampler {
    private val means = BlockMeans()
    private val window = WindowRows()
    private val across = Taps()
    private val down = Taps()
    private var upper = ByteArray(0)
    private var lower = ByteArray(0)
    private var pairs = LongArray(0)
    private var lines = IntArray(0)
    private var sums = IntArray(0)

    /**
     * Shrinks the whole [source] to [width] x [height] pixels, at the upper left corner of [into]. A side that shrinks
     * to half or less is first averaged over whole pixels, which saves most of the filter's time.
     */
    fun shrink(source: PixelRows, into: RgbImage, width: Int, height: Int) {
        means.of(source, source.width / width, source.height / height)
        across.inside(0.0, means.extentAcross, width, means.width)
        down.inside(0.0, means.extentDown, height, means.height)
        resample(means, into, width, height)
    }

    /**
     * Resizes [box] of [source] into [into]. Outside of [source], its edge is repeated. A box of at least four times
     * the size of [into] is first averaged over whole pixels.
     */
    fun cut(source: PixelRows, box: Box, into: RgbImage) {
        val isBox = (box.width + box.height).isFinite() && box.width > 0 && box.height > 0
        require(isBox) { "crop box must be finite and not empty: $box" }
        val blocks = (maxOf(box.width, box.height) / (2 * into.width)).toInt()
        if (blocks > 1) cutMeans(source, box, blocks, into) else resize(source, box, into)
    }

    /** Resizes [box] of [source] into [into] without averaging first. */
    fun resize(source: PixelRows, box: Box, into: RgbImage) {
        val reach = ceil(maxOf(box.width, box.height) / into.width).toInt() + 1
        across.cut(box.left, box.right, reach, into.width, source.width)
        down.cut(box.top, box.bottom, reach, into.height, source.height)
        resample(source, into, into.width, into.height)
    }

    private fun cutMeans(source: PixelRows, box: Box, blocks: Int, into: RgbImage) {
        val reach = 2 * blocks
        val left = Taps.windowStart(box.left, reach)
        val top = Taps.windowStart(box.top, reach)
        val right = Taps.windowEnd(box.right, reach, source.width)
        window.of(source, left, top, right, Taps.windowEnd(box.bottom, reach, source.height))
        means.of(window, blocks, blocks)
        across.inside((box.left - left) / blocks, (box.right - left) / blocks, into.width, means.width)
        down.inside((box.top - top) / blocks, (box.bottom - top) / blocks, into.height, means.height)
        resample(means, into, into.width, into.height)
    }

    private fun resample(source: PixelRows, into: RgbImage, width: Int, height: Int) {
        val line = width * CHANNELS
        val held = down.maxCount(height) + 1
        grow((across.end(width - 1) - across.first[0]) * CHANNELS, held * line, line)
        val last = down.end(height - 1)
        var next = 0
        for (y in 0 until height) {
            next = maxOf(next, down.first[y])
            while (next < down.end(y)) {
                readPair(source, next, minOf(next + 1, last - 1), width)
                squeeze(width, next % held * line, (next + 1) % held * line)
                next += 2
            }
            blend(y, held, line)
            store(into.pixels, y * into.width * CHANNELS, line)
        }
    }

    private fun grow(rowBytes: Int, values: Int, line: Int) {
        if (pairs.size < rowBytes) {
            upper = ByteArray(rowBytes)
            lower = ByteArray(rowBytes)
            pairs = LongArray(rowBytes)
        }
        if (lines.size < values) lines = IntArray(values)
        if (sums.size < line) sums = IntArray(line)
    }

    /** Packs two rows into [pairs], so that one multiplication weights both. */
    private fun readPair(source: PixelRows, first: Int, second: Int, width: Int) {
        val left = across.first[0]
        val right = across.end(width - 1)
        source.readRow(first, left, right, upper)
        source.readRow(second, left, right, lower)
        val pairs = pairs
        val upper = upper
        val lower = lower
        for (i in 0 until (right - left) * CHANNELS) {
            pairs[i] = (upper[i].toLong() and LEVEL) or ((lower[i].toLong() and LEVEL) shl HALF)
        }
    }

    /** Filters [pairs] into two of the [lines], rounded to grey levels. */
    private fun squeeze(width: Int, first: Int, second: Int) {
        val pairs = pairs
        val lines = lines
        val weights = across.weights
        val left = across.first[0]
        for (x in 0 until width) {
            var red = ROUNDINGS
            var green = ROUNDINGS
            var blue = ROUNDINGS
            var from = (across.first[x] - left) * CHANNELS
            val start = x * across.stride
            for (k in start until start + across.count[x]) {
                val weight = weights[k].toLong()
                red += pairs[from] * weight
                green += pairs[from + 1] * weight
                blue += pairs[from + 2] * weight
                from += CHANNELS
            }
            val to = x * CHANNELS
            lines[first + to] = level(red.toInt())
            lines[first + to + 1] = level(green.toInt())
            lines[first + to + 2] = level(blue.toInt())
            lines[second + to] = level((red ushr HALF).toInt())
            lines[second + to + 1] = level((green ushr HALF).toInt())
            lines[second + to + 2] = level((blue ushr HALF).toInt())
        }
    }

    /** Weighted sum of the lines under output row [y]. The last [held] input rows are available. */
    private fun blend(y: Int, held: Int, line: Int) {
        val sums = sums
        val lines = lines
        sums.fill(ROUNDING, 0, line)
        for (k in 0 until down.count[y]) {
            val weight = down.weights[y * down.stride + k]
            val from = (down.first[y] + k) % held * line
            for (i in 0 until line) sums[i] += lines[from + i] * weight
        }
    }

    private fun store(pixels: ByteArray, at: Int, line: Int) {
        for (i in 0 until line) pixels[at + i] = level(sums[i]).toByte()
    }

    /** The weights are positive and their sum is one within a few units, so a sum is always a valid grey level. */
    private fun level(sum: Int): Int = sum shr Taps.PRECISION_BITS
}
