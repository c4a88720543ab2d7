package edge.deepfake.core.resample

import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.PixelRows

/**
 * A reduced picture: each pixel is the mean of a block of whole pixels of another picture. Rows are computed when they
 * are read.
 *
 * Blocks at the right and lower edge may be smaller. Source: the definition of `Image.reduce` in Pillow's
 * documentation, and the project's golden vectors. It reuses its buffers and is not thread-safe.
 */
internal class BlockMeans : PixelRows {
    private var source: PixelRows? = null
    private var across = 1
    private var down = 1
    private var line = ByteArray(0)
    private var sums = IntArray(0)

    override var width: Int = 0
        private set

    override var height: Int = 0
        private set

    /** Width of the other picture in blocks. The last block counts as a fraction. */
    var extentAcross: Double = 0.0
        private set

    /** Height of the other picture in blocks. */
    var extentDown: Double = 0.0
        private set

    /** Reduces [source] by blocks of [across] x [down] pixels. A value below 1 counts as 1. */
    fun of(source: PixelRows, across: Int, down: Int) {
        this.source = source
        this.across = maxOf(across, 1)
        this.down = maxOf(down, 1)
        extentAcross = source.width.toDouble() / this.across
        extentDown = source.height.toDouble() / this.down
        width = -(-source.width).floorDiv(this.across)
        height = -(-source.height).floorDiv(this.down)
    }

    override fun readRow(y: Int, left: Int, right: Int, into: ByteArray) {
        val source = checkNotNull(source) { "no source is set" }
        if (across == 1 && down == 1) return source.readRow(y, left, right, into)
        val end = minOf(right * across, source.width)
        val pixels = end - left * across
        val rows = minOf(down, source.height - y * down)
        grow(pixels * CHANNELS, (right - left) * CHANNELS)
        sums.fill(0, 0, (right - left) * CHANNELS)
        for (row in 0 until rows) {
            source.readRow(y * down + row, left * across, end, line)
            addRow(pixels)
        }
        for (x in 0 until right - left) {
            val count = rows * minOf(across, pixels - x * across)
            for (i in x * CHANNELS until (x + 1) * CHANNELS) {
                into[i] = ((sums[i] + count / 2) / count).toByte()
            }
        }
    }

    private fun addRow(pixels: Int) {
        val line = line
        val sums = sums
        var from = 0
        var block = 0
        var x = 0
        while (x < pixels) {
            val end = minOf(x + across, pixels)
            while (x < end) {
                sums[block] += line[from].toInt() and LEVEL
                sums[block + 1] += line[from + 1].toInt() and LEVEL
                sums[block + 2] += line[from + 2].toInt() and LEVEL
                from += CHANNELS
                x++
            }
            block += CHANNELS
        }
    }

    private fun grow(bytes: Int, values: Int) {
        if (line.size < bytes) line = ByteArray(bytes)
        if (sums.size < values) sums = IntArray(values)
    }

    private companion object {
        const val LEVEL = 0xFF
    }
}
