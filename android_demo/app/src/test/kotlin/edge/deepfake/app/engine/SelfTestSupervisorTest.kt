package edge.deepfake.app.engine

import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.selftest.SelfTestKey
import edge.deepfake.core.selftest.Trial
import edge.deepfake.core.selftest.TrialCode
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

/** The record of the self-test after every way in which a process can end. No process is started. */
internal class SelfTestSupervisorTest {
    @get:Rule
    val folder = TemporaryFolder()
    private val store by lazy { SelfTestStore(File(folder.root, "self-test.json")) }
    private val key = SelfTestKey("device", "app", "bundle")
    private var starts = 0

    private fun codes(process: SelfTestProcess): Map<Candidate, TrialCode> =
        SelfTestSupervisor(store, process).record(key) {}.trials.associate { it.candidate to it.code }

    /** A process that runs trials until the trial of [deadly] ends it. */
    private fun process(deadly: Candidate?, end: SelfTestProcess.End) = SelfTestProcess { onTrialStart ->
        starts++
        generateSequence { store.read(key).next }.forEach { candidate ->
            onTrialStart(candidate)
            store.write(store.read(key).start(candidate))
            if (candidate == deadly) return@SelfTestProcess end
            store.write(store.read(key).end(Trial(candidate, TrialCode.PASSED, 1.0, "")))
        }
        SelfTestProcess.End.DONE
    }

    @Test
    fun triesEverythingInOneProcess() {
        val codes = codes(process(null, SelfTestProcess.End.DONE))
        assertEquals(setOf(Candidate.CPU, Candidate.GPU_FP16, Candidate.NNAPI), codes.keys)
        assertEquals(1, starts)
    }

    @Test
    fun aCrashCostsOneCandidate() {
        val codes = codes(process(Candidate.GPU_FP16, SelfTestProcess.End.DIED))
        assertEquals(TrialCode.CRASHED, codes[Candidate.GPU_FP16])
        assertEquals(TrialCode.PASSED, codes[Candidate.NNAPI])
        assertEquals(2, starts)
    }

    @Test
    fun aHangCostsOneCandidate() {
        assertEquals(
            TrialCode.TIMED_OUT,
            codes(process(Candidate.NNAPI, SelfTestProcess.End.TIMED_OUT))[Candidate.NNAPI],
        )
    }

    @Test
    fun aFinishedRecordStartsNoProcess() {
        codes(process(null, SelfTestProcess.End.DONE))
        codes(process(null, SelfTestProcess.End.DONE))
        assertEquals(1, starts)
    }

    @Test
    fun anotherDeviceOrBundleIsTestedAnew() {
        codes(process(null, SelfTestProcess.End.DONE))
        for (other in listOf(key.copy(device = "new"), key.copy(app = "new"), key.copy(bundle = "new"))) {
            assertTrue(store.read(other).trials.isEmpty())
        }
    }

    @Test
    fun aCandidateThatTookTheAppDownAtStartIsNotTriedAgain() {
        store.write(store.read(key).start(Candidate.CPU))
        assertEquals(TrialCode.CRASHED, codes(process(null, SelfTestProcess.End.DONE))[Candidate.CPU])
    }

    @Test
    fun aProcessThatNeverBeginsIsGivenUp() {
        val error = assertThrows(EngineException::class.java) {
            codes {
                starts++
                SelfTestProcess.End.FAILED
            }
        }
        assertEquals(3, starts)
        assertTrue(error.message, error.message.orEmpty().contains("FAILED"))
    }

    /** Only runs in a row without a trial count. */
    @Test
    fun aProcessThatFailsNowAndThenIsNotGivenUp() {
        val working = process(Candidate.GPU_FP16, SelfTestProcess.End.DIED)
        val codes = codes { onTrialStart ->
            if (starts % 3 == 2) {
                working.run(onTrialStart)
            } else {
                starts++
                SelfTestProcess.End.FAILED
            }
        }
        assertEquals(TrialCode.CRASHED, codes[Candidate.GPU_FP16])
        assertEquals(TrialCode.PASSED, codes[Candidate.NNAPI])
        assertEquals(6, starts)
    }

    @Test
    fun aProcessThatEndsWithoutATrialIsGivenUp() {
        val error = assertThrows(EngineException::class.java) {
            codes {
                starts++
                SelfTestProcess.End.DONE
            }
        }
        assertEquals(3, starts)
        assertTrue(error.message, error.message.orEmpty().contains("DONE"))
    }

    @Test
    fun aDamagedRecordCountsAsNone() {
        File(folder.root, "self-test.json").writeText("{")
        assertTrue(store.read(key).trials.isEmpty())
    }

    @Test
    fun noRoomForTheRecordIsAnEngineException() {
        val full = SelfTestStore(File(folder.newFile(), "self-test.json"))
        val process = SelfTestProcess {
            full.write(full.read(key))
            SelfTestProcess.End.DONE
        }
        assertThrows(EngineException::class.java) { SelfTestSupervisor(full, process).record(key) {} }
    }
}
