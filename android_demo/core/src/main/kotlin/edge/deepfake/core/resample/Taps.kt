package edge.deepfake.core.resample

import kotlin.math.abs
import kotlin.math.ceil
import kotlin.math.floor

/**
 * Fixed-point weights of a triangle filter along one axis, as in Pillow's BILINEAR resize.
 *
 * Where the picture shrinks, the triangle widens by the same factor (antialiasing). Weights have 22 fraction bits: 32
 * minus 8 bits of a grey level, minus 2 for overshoot. The ends of the box are rounded to single precision, as in
 * Pillow.
 *
 * The arrays grow as needed and are reused.
 */
internal class Taps {
    /** Input index of the first weight of each output pixel. */
    var first: IntArray = IntArray(0)
        private set

    /** Number of weights of each output pixel. */
    var count: IntArray = IntArray(0)
        private set

    /** The weights, [stride] per output pixel. */
    var weights: IntArray = IntArray(0)
        private set

    /** Distance in [weights] between two output pixels. */
    var stride: Int = 0
        private set

    private var real = DoubleArray(0)
    private var from = 0
    private var extent = 0
    private var length = 0

    /**
     * Computes the weights of [size] output pixels over the box from [start] to [end] inside an input of [length]
     * pixels. The filter may cover all of them.
     */
    fun inside(start: Double, end: Double, size: Int, length: Int) {
        this.length = length
        from = 0
        extent = length
        computeWeights(start, end, size)
    }

    /**
     * Computes the weights of [size] output pixels over the box from [start] to [end] of an input of [length] pixels.
     *
     * The filter covers [reach] pixels around the box, but none that lies outside of both the box and the input. Pixels
     * outside of the input repeat its edge: their weights are added to those of its first or last pixel.
     */
    fun cut(start: Double, end: Double, reach: Int, size: Int, length: Int) {
        this.length = length
        from = windowStart(start, reach)
        extent = windowEnd(end, reach, length) - from
        computeWeights(start - from, end - from, size)
    }

    /** Computes the weights. The box is relative to the window of [extent] pixels from [from]. */
    private fun computeWeights(start: Double, end: Double, size: Int) {
        val low = start.toFloat()
        val scale = (end.toFloat() - low).toDouble() / size
        val stretch = maxOf(scale, 1.0)
        grow(size, 2 * ceil(stretch).toInt() + 1)
        for (i in 0 until size) {
            weigh(i, low + (i + HALF) * scale, stretch)
            fold(i)
        }
    }

    /** Input index after the last weight of output pixel [i]. It never decreases as [i] increases. */
    fun end(i: Int): Int = first[i] + count[i]

    /** The largest number of weights among the first [size] output pixels. */
    fun maxCount(size: Int): Int {
        var most = 0
        for (i in 0 until size) most = maxOf(most, count[i])
        return most
    }

    private fun grow(size: Int, taps: Int) {
        stride = taps
        if (first.size < size) {
            first = IntArray(size)
            count = IntArray(size)
        }
        if (weights.size < size * taps) weights = IntArray(size * taps)
        if (real.size < taps) real = DoubleArray(taps)
    }

    private fun weigh(i: Int, centre: Double, stretch: Double) {
        val low = maxOf((centre - stretch + HALF).toInt(), 0)
        val high = minOf((centre + stretch + HALF).toInt(), extent)
        var total = 0.0
        for (k in 0 until high - low) {
            real[k] = maxOf(0.0, 1.0 - abs((k + low - centre + HALF) * (1.0 / stretch)))
            total += real[k]
        }
        for (k in 0 until high - low) {
            weights[i * stride + k] = (HALF + real[k] / total * ONE).toInt()
        }
        first[i] = low
        count[i] = high - low
    }

    /** Converts the weights of output pixel [i] from indices in the window to indices in the input. */
    private fun fold(i: Int) {
        val low = first[i] + from
        val high = low + count[i] - 1
        val firstInside = low.coerceIn(0, length - 1)
        val lastInside = high.coerceIn(0, length - 1)
        if (firstInside != low || lastInside != high) {
            val base = i * stride
            for (k in 0 until count[i]) real[k] = weights[base + k].toDouble()
            for (k in 0..lastInside - firstInside) weights[base + k] = 0
            for (k in 0 until count[i]) {
                weights[base + (low + k).coerceIn(0, length - 1) - firstInside] += real[k].toInt()
            }
        }
        first[i] = firstInside
        count[i] = lastInside - firstInside + 1
    }

    internal companion object {
        /** First pixel of the window around a box that starts at [start]. */
        fun windowStart(start: Double, reach: Int): Int = floor(start).toInt().let { maxOf(it - reach, minOf(it, 0)) }

        /** Pixel after the window around a box that ends at [end], in an input of [length] pixels. */
        fun windowEnd(end: Double, reach: Int, length: Int): Int =
            ceil(end).toInt().let { minOf(it + reach, maxOf(it, length)) }

        const val PRECISION_BITS = 22
        private const val HALF = 0.5
        private const val ONE = 1 shl PRECISION_BITS
    }
}
