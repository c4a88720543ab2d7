package edge.deepfake.app.bench

import edge.deepfake.app.engine.ModelLoader
import edge.deepfake.app.engine.openEngineUnchecked
import edge.deepfake.app.engine.runtimeInfoOf
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.errors.EdgeException
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.selftest.GoldenCheck
import edge.deepfake.core.selftest.GoldenFile
import edge.deepfake.core.selftest.replay

/**
 * Measures the network, one case after the other.
 *
 * @param state Reads the device's state before and after each case.
 * @param clock Monotonic clock, in nanoseconds.
 */
internal class BenchRun(
    private val bundle: Bundle,
    private val modelLoader: ModelLoader,
    private val state: () -> DeviceState,
    private val clock: () -> Long = System::nanoTime,
) {
    private val golden = GoldenFile.of(bundle)

    /** Any pixels will do: the run time of an int8 network does not depend on them. */
    private val crop = bundle.contract.input.size.let { side ->
        RgbImage(side, side, ByteArray(side * side * CHANNELS) { it.toByte() })
    }

    /** Measures one case. A case with wrong answers, or with none, has no times. */
    fun measure(case: BenchCase, suite: BenchSuite): BenchOutcome {
        val before = state()
        return try {
            val info = runtimeInfoOf(case.candidate, case.candidate.accelerator, case.threads, "benchmark")
            val start = clock()
            when (val engine = modelLoader.openEngineUnchecked(bundle, case.candidate, info)) {
                null -> none(
                    case,
                    BenchOutcome.UNAVAILABLE,
                    "the device does not have this accelerator",
                    emptyList(),
                    before,
                )

                else -> engine.use { measured(case, suite, it, clock() - start, before) }
            }
        } catch (error: EdgeException) {
            none(case, BenchOutcome.FAILED, error.message.orEmpty(), emptyList(), before)
        }
    }

    private fun measured(
        case: BenchCase,
        suite: BenchSuite,
        engine: Engine,
        loadNanos: Long,
        before: DeviceState,
    ): BenchOutcome {
        val first = time(engine)
        val checks = replay(golden, bundle.contract, engine)
        val wrong = checks.count { !it.ok }
        if (wrong > 0) {
            val reason = "$wrong of ${checks.size} golden vectors have wrong answers"
            return none(case, BenchOutcome.REJECTED, reason, checks, before)
        }
        repeat(suite.warmUps) { engine.run(crop) }
        val runs = LongArray(suite.runs) { time(engine) }
        return BenchOutcome(case, BenchOutcome.MEASURED, "", checks, loadNanos, first, runs, before, state())
    }

    private fun time(engine: Engine): Long {
        val start = clock()
        engine.run(crop)
        return clock() - start
    }

    private fun none(case: BenchCase, status: String, reason: String, checks: List<GoldenCheck>, before: DeviceState) =
        BenchOutcome(case, status, reason, checks, null, null, LongArray(0), before, state())

    private companion object {
        const val CHANNELS = 3
    }
}
