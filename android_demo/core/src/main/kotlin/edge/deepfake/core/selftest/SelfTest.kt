package edge.deepfake.core.selftest

import edge.deepfake.core.contract.Contract
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.errors.EdgeException
import edge.deepfake.core.image.decodePng

/**
 * Runs the trial of one candidate: it opens the engine, replays the bundle's golden vectors, and measures the run time.
 *
 * Trials must run one at a time, in a process whose crash does no harm.
 *
 * @param runs Number of measured runs, at least 1. The golden vectors serve as warm-up.
 * @param clock Monotonic clock, in nanoseconds.
 */
public class SelfTest(
    private val golden: GoldenFile,
    private val contract: Contract,
    private val runs: Int = DEFAULT_RUNS,
    private val clock: () -> Long = System::nanoTime,
) {
    /**
     * Runs the trial of [candidate]. An exception of this module becomes an outcome of the trial.
     *
     * @param open Opens the candidate's engine. Null means that the device lacks the accelerator; an `EngineException`
     *   means that the network could not be loaded.
     */
    public fun runTrial(candidate: Candidate, open: () -> Engine?): Trial = try {
        when (val engine = open()) {
            null -> Trial(candidate, TrialCode.UNAVAILABLE, null, "")
            else -> engine.use { check(candidate, it) }
        }
    } catch (error: EdgeException) {
        Trial(candidate, TrialCode.REFUSED, null, error.message.orEmpty())
    }

    private fun check(candidate: Candidate, engine: Engine): Trial {
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
        /** Default number of measured runs. */
        public const val DEFAULT_RUNS: Int = 9
        private const val NANOS_IN_A_MILLI = 1e6
    }
}
