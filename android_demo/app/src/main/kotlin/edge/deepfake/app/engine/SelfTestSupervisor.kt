package edge.deepfake.app.engine

import edge.deepfake.app.engine.SelfTestProcess.End
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.selftest.SelfTestKey
import edge.deepfake.core.selftest.SelfTestRecord
import edge.deepfake.core.selftest.TrialCode
import java.io.IOException

/**
 * Runs the self-test until every candidate has had its trial, in as many processes as that takes.
 *
 * If a process crashes or hangs, its candidate is recorded as failed, and the next process goes on with the candidates
 * that are left.
 */
internal class SelfTestSupervisor(private val store: SelfTestStore, private val process: SelfTestProcess) {
    /**
     * Gives the finished record. A finished record in the store is given at once; otherwise this call blocks, so it
     * must not run on the main thread.
     *
     * @param onTrialStart Called with each candidate before its trial.
     * @throws EngineException if the self-test cannot be run.
     */
    fun record(key: SelfTestKey, onTrialStart: (Candidate) -> Unit): SelfTestRecord = try {
        var record = recordInterrupted(store.read(key), TrialCode.CRASHED)
        var runsWithoutTrial = 0
        while (!record.isDone) {
            val end = process.run(onTrialStart)
            val code = if (end == End.TIMED_OUT) TrialCode.TIMED_OUT else TrialCode.CRASHED
            val next = recordInterrupted(store.read(key), code)
            runsWithoutTrial = if (next.trials.size > record.trials.size) 0 else runsWithoutTrial + 1
            if (runsWithoutTrial == MAX_RUNS_WITHOUT_TRIAL) throw EngineException("the self-test does not run ($end)")
            record = next
        }
        record
    } catch (error: IOException) {
        throw EngineException("the self-test's record cannot be stored: ${error.message}", error)
    }

    /** Stores [code] as the outcome of the trial that was running when its process ended. */
    private fun recordInterrupted(record: SelfTestRecord, code: TrialCode): SelfTestRecord =
        if (record.running == null) record else record.interrupted(code).also(store::write)

    private companion object {
        /** The supervisor gives up after this many processes in a row that completed no trial. */
        const val MAX_RUNS_WITHOUT_TRIAL = 3
    }
}
