package edge.deepfake.core.resample

import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.PixelRows

/**
 * A part of a picture that may reach outside of it, where the picture's edge is repeated. One object is reused for
 * window after window. Not thread-safe.
 */
internal class WindowRows : PixelRows {
    private var source: PixelRows? = null
    private var x = 0
    private var y = 0

    override var width: Int = 1
        private set

    override var height: Int = 1
        private set

    /** Points this object at the pixels of [source] from ([left], [top]) to ([right], [bottom]), exclusive. */
    fun of(source: PixelRows, left: Int, top: Int, right: Int, bottom: Int) {
        this.source = source
        x = left
        y = top
        width = right - left
        height = bottom - top
    }

    override fun readRow(y: Int, left: Int, right: Int, into: ByteArray) {
        val source = checkNotNull(source) { "no source is set" }
        val row = (this.y + y).coerceIn(0, source.height - 1)
        val first = (x + left).coerceIn(0, source.width - 1)
        val end = (x + right).coerceIn(first + 1, source.width)
        source.readRow(row, first, end, into)
        val before = (first - x - left).coerceIn(0, right - left - 1)
        val seen = end - first
        if (before > 0) System.arraycopy(into, 0, into, before * CHANNELS, seen * CHANNELS)
        repeatPixel(into, before, 0, before)
        repeatPixel(into, before + seen - 1, before + seen, right - left)
    }

    /** Copies pixel [from] to the pixels from [start] to [end], exclusive. */
    private fun repeatPixel(line: ByteArray, from: Int, start: Int, end: Int) {
        for (at in start * CHANNELS until end * CHANNELS) line[at] = line[from * CHANNELS + at % CHANNELS]
    }
}
