package edge.deepfake.app.engine

import edge.deepfake.app.engine.TrialProcess.End
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.selftest.SelfTestKey
import edge.deepfake.core.selftest.SelfTestRecord
import edge.deepfake.core.selftest.TrialCode
import java.io.IOException

/**
 * Sees to it that every candidate was tried, however many processes that takes: the candidate that a process died of
 * is written down, and the next process goes on with the others.
 */
internal class SelfTestSupervisor(private val store: SelfTestStore, private val process: TrialProcess) {
    /**
     * The finished record, at once where it is stored. Not to be called on the main thread.
     *
     * @param begun Told of each candidate before it is tried.
     * @throws EngineException if the test cannot be run at all.
     */
    fun record(key: SelfTestKey, begun: (Candidate) -> Unit): SelfTestRecord = try {
        var record = settle(store.read(key), TrialCode.CRASHED)
        var idle = 0
        while (!record.isDone) {
            val end = process.run(begun)
            val left = store.read(key)
            if (end != End.DONE && left.running == null && left.trials.size == record.trials.size) idle++
            if (idle == MOST_IDLE) throw EngineException("the self-test does not run ($end)")
            record = settle(left, if (end == End.TIMED_OUT) TrialCode.TIMED_OUT else TrialCode.CRASHED)
        }
        record
    } catch (error: IOException) {
        throw EngineException("the self-test's record cannot be stored: ${error.message}", error)
    }

    /** Writes down what took the last process away. */
    private fun settle(record: SelfTestRecord, code: TrialCode): SelfTestRecord =
        if (record.running == null) record else record.interrupted(code).also(store::write)

    private companion object {
        /** Processes in a row that may end without having tried anything. */
        const val MOST_IDLE = 3
    }
}
