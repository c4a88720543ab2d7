package edge.deepfake.core.scan

import edge.deepfake.core.result.Timings

/**
 * Measures the wall time of each step of one scan. A step may occur several times.
 *
 * @param clock Monotonic clock, in nanoseconds.
 */
internal class Stopwatch(private val clock: () -> Long) {
    private val spent = LongArray(Step.entries.size)
    private val start = clock()

    enum class Step { DECODE, DETECT, CROP, INFER }

    inline fun <T> time(step: Step, work: () -> T): T {
        val before = clock()
        try {
            return work()
        } finally {
            spent[step.ordinal] += clock() - before
        }
    }

    fun timings(): Timings = Timings(
        decode = millis(spent[Step.DECODE.ordinal]),
        detect = millis(spent[Step.DETECT.ordinal]),
        crop = millis(spent[Step.CROP.ordinal]),
        infer = millis(spent[Step.INFER.ordinal]),
        total = millis(clock() - start),
    )

    private fun millis(nanos: Long): Double = nanos / NANOS_IN_A_MILLI

    private companion object {
        const val NANOS_IN_A_MILLI = 1e6
    }
}
