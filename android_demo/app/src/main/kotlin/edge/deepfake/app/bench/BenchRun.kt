package edge.deepfake.app.bench

import edge.deepfake.app.engine.Networks
import edge.deepfake.app.engine.openEngine
import edge.deepfake.app.engine.runtimeInfoOf
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.errors.EdgeException
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.selftest.GoldenCheck
import edge.deepfake.core.selftest.GoldenFile
import edge.deepfake.core.selftest.replay

/**
 * Measures the network case by case.
 *
 * @param state Samples the device before and after each case.
 * @param clock Nanoseconds of a clock that never goes back.
 */
internal class BenchRun(
    private val bundle: Bundle,
    private val networks: Networks,
    private val state: () -> DeviceState,
    private val clock: () -> Long = System::nanoTime,
) {
    private val golden = GoldenFile.of(bundle)

    /** An int8 network takes the same time for any pixels. */
    private val crop = bundle.contract.input.size.let { side ->
        RgbImage(side, side, ByteArray(side * side * CHANNELS) { it.toByte() })
    }

    /** Measures one case; a case that gives wrong answers, or none, has no figures. */
    fun measure(case: BenchCase, suite: BenchSuite): BenchOutcome {
        val before = state()
        return try {
            val info = runtimeInfoOf(case.candidate, case.candidate.accelerator, case.threads, "benchmark")
            val start = clock()
            when (val engine = networks.openEngine(bundle, case.candidate, info)) {
                null -> none(case, BenchOutcome.UNAVAILABLE, "this device has none", emptyList(), before)
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
            val reason = "$wrong of ${checks.size} golden vectors are answered wrongly"
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
