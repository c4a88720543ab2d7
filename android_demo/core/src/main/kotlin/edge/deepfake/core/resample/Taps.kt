package edge.deepfake.core.resample

import kotlin.math.abs
import kotlin.math.ceil
import kotlin.math.floor

/**
 * Fixed-point weights of a triangle filter along one axis, as Pillow's BILINEAR resize computes
 * them.
 *
 * The triangle widens by the ratio where the picture shrinks (antialiasing). Weights have 22
 * fraction bits: 32 less 8 bits of a grey level and 2 for overshoot. The ends of the box are in
 * single precision, as Pillow takes them.
 *
 * The arrays grow as needed and are kept between calls.
 */
internal class Taps {
    /** Input place of the first weight of each output place. */
    var first: IntArray = IntArray(0)
        private set

    /** Number of weights of each output place. */
    var count: IntArray = IntArray(0)
        private set

    /** Weights, [stride] for each output place. */
    var weights: IntArray = IntArray(0)
        private set

    /** Distance in [weights] between two output places. */
    var stride: Int = 0
        private set

    private var real = DoubleArray(0)
    private var from = 0
    private var extent = 0
    private var length = 0

    /**
     * Weights of [size] output places over the first [end] of all [length] places of the input; the
     * last may be cut.
     */
    fun whole(size: Int, end: Double, length: Int) {
        this.length = length
        from = 0
        extent = length
        plan(0.0, end, size)
    }

    /**
     * Weights of [size] output places over the box from [start] to [end] of an input of [length]
     * places.
     *
     * The filter sees [reach] places around the box, but none beyond both the box and the input.
     * Places outside of the input show its edge: their weights are added to those of its first or
     * last place.
     */
    fun cut(start: Double, end: Double, reach: Int, size: Int, length: Int) {
        val low = floor(start).toInt()
        val high = ceil(end).toInt()
        this.length = length
        from = maxOf(low - reach, minOf(low, 0))
        extent = minOf(high + reach, maxOf(high, length)) - from
        plan(start - from, end - from, size)
    }

    /** The box is relative to the window of [extent] places from [from]. */
    private fun plan(start: Double, end: Double, size: Int) {
        val low = start.toFloat()
        val scale = (end.toFloat() - low).toDouble() / size
        val stretch = maxOf(scale, 1.0)
        grow(size, 2 * ceil(stretch).toInt() + 1)
        for (i in 0 until size) {
            weigh(i, low + (i + HALF) * scale, stretch)
            fold(i)
        }
    }

    /** Input place after the last weight of output place [i]; it never falls as [i] rises. */
    fun end(i: Int): Int = first[i] + count[i]

    /** The largest number of weights among the first [size] output places. */
    fun most(size: Int): Int {
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

    /** From places of the window to places of the input. */
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
        const val PRECISION_BITS = 22
        private const val HALF = 0.5
        private const val ONE = 1 shl PRECISION_BITS
    }
}
