package edge.deepfake.core.selftest

import edge.deepfake.core.contract.Contract
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.errors.EdgeException
import edge.deepfake.core.image.decodePng

/**
 * Tries one candidate: opens its engine, replays the bundle's golden vectors, and times the
 * network.
 *
 * To be run where a crash does no harm (a process of its own), one candidate at a time.
 *
 * @param runs Timed runs after the golden vectors, which serve as warm-up; at least 1.
 * @param clock Nanoseconds of a clock that never goes back.
 */
public class SelfTest(
    private val golden: GoldenFile,
    private val contract: Contract,
    private val runs: Int = DEFAULT_RUNS,
    private val clock: () -> Long = System::nanoTime,
) {
    /**
     * The outcome of [candidate]; never an exception of this module.
     *
     * @param open Opens its engine; an [EngineException] means that it was refused, null that the
     *   device lacks it.
     */
    public fun run(candidate: Candidate, open: () -> Engine?): Trial = try {
        when (val engine = open()) {
            null -> Trial(candidate, TrialCode.UNAVAILABLE, null, "")
            else -> engine.use { judge(candidate, it) }
        }
    } catch (error: EdgeException) {
        Trial(candidate, TrialCode.REFUSED, null, error.message.orEmpty())
    }

    private fun judge(candidate: Candidate, engine: Engine): Trial {
        val wrong = replay(golden, contract, engine).filterNot { it.ok }
        if (wrong.isEmpty()) return Trial(candidate, TrialCode.PASSED, medianOf(engine), "")
        val worst = wrong.maxBy { it.logitError }
        val share = "${wrong.size} of ${golden.vectors.size} golden vectors"
        val detail = "$share; ${worst.id}: logit off by ${worst.logitError}"
        return Trial(candidate, TrialCode.WRONG_ANSWERS, null, detail)
    }

    private fun medianOf(engine: Engine): Double {
        val crop = decodePng(golden.vectors.first().png)
        val times = LongArray(runs) {
            val start = clock()
            engine.run(crop)
            clock() - start
        }
        times.sort()
        return times[runs / 2] / NANOS_IN_A_MILLI
    }

    public companion object {
        /** Timed runs of the network. */
        public const val DEFAULT_RUNS: Int = 9
        private const val NANOS_IN_A_MILLI = 1e6
    }
}
