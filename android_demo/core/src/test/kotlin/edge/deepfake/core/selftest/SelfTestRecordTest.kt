package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

internal class SelfTestRecordTest {
    private val key = SelfTestKey("maker/model:16/build", "1.2", "ab".repeat(32))
    private val start = SelfTestRecord(key)

    @Test
    fun candidatesAreTriedInTurn() {
        val tried = listOf(Candidate.CPU, Candidate.GPU_FP16, Candidate.NNAPI)
        assertEquals(tried, orderWhere(TrialCode.PASSED))
    }

    @Test
    fun singlePrecisionIsTriedWhereHalfIsWrong() {
        assertEquals(Candidate.entries, orderWhere(TrialCode.WRONG_ANSWERS))
        assertFalse(Candidate.GPU_FP32 in orderWhere(TrialCode.CRASHED))
    }

    @Test
    fun aCrashCostsOneCandidate() {
        val running = start.end(passed(Candidate.CPU)).start(Candidate.GPU_FP16)
        val crashed = running.interrupted(TrialCode.CRASHED)
        assertEquals(Trial(Candidate.GPU_FP16, TrialCode.CRASHED, null, ""), crashed.trials.last())
        assertEquals(Candidate.NNAPI, crashed.next)
        assertEquals(crashed, crashed.interrupted(TrialCode.CRASHED))
    }

    @Test
    fun isDoneAfterTheLast() {
        val last = Candidate.entries.fold(start) { record, candidate ->
            record.end(passed(candidate))
        }
        assertTrue(last.isDone)
        assertNull(last.next)
        assertFalse(last.start(Candidate.CPU).isDone)
        assertFalse(start.isDone)
    }

    @Test
    fun isReadAsItWasWritten() {
        val refused = Trial(Candidate.NNAPI, TrialCode.REFUSED, null, "a \"word\"")
        val record = start.end(passed(Candidate.CPU)).end(refused)
        assertEquals(record, SelfTestRecord.parse(record.toJson(), key))
        val running = record.start(Candidate.GPU_FP16)
        assertEquals(running, SelfTestRecord.parse(running.toJson(), key))
    }

    @Test
    fun aRecordOfAnotherBuildOrBundleIsNone() {
        val text = start.end(passed(Candidate.CPU)).toJson()
        assertNull(SelfTestRecord.parse(text, key.copy(device = "maker/model:17/build")))
        assertNull(SelfTestRecord.parse(text, key.copy(app = "1.3")))
        assertNull(SelfTestRecord.parse(text, key.copy(bundle = "cd".repeat(32))))
    }

    @Test
    fun aDamagedRecordIsNone() {
        val text = start.end(passed(Candidate.CPU)).toJson()
        val contradictory = text.replace("passed", "wrong_answers")
        val damaged = listOf("", "{", text.dropLast(1), contradictory, text.replace("cpu", "tpu"))
        for (record in damaged) assertNull(SelfTestRecord.parse(record, key), record)
    }

    /** The order of the trials if the GPU in half precision ends with [half] and every other candidate passes. */
    private fun orderWhere(half: TrialCode): List<Candidate> {
        var record = start
        while (!record.isDone) {
            val next = checkNotNull(record.next)
            val isHalf = next == Candidate.GPU_FP16 && half != TrialCode.PASSED
            val trial = if (isHalf) Trial(next, half, null, "") else passed(next)
            record = record.start(next).end(trial)
        }
        return record.trials.map { it.candidate }
    }

    private fun passed(candidate: Candidate): Trial = Trial(candidate, TrialCode.PASSED, 3.5, "")
}
