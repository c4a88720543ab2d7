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

/** What is written down about processes that end in every way, without a process. */
internal class SelfTestSupervisorTest {
    @get:Rule
    val folder = TemporaryFolder()
    private val store by lazy { SelfTestStore(File(folder.root, "self-test.json")) }
    private val key = SelfTestKey("device", "app", "bundle")
    private var starts = 0

    private fun codes(process: TrialProcess): Map<Candidate, TrialCode> =
        SelfTestSupervisor(store, process).record(key) {}.trials.associate { it.candidate to it.code }

    /** A process that tries candidates until it dies of [deadly]. */
    private fun process(deadly: Candidate?, end: TrialProcess.End) = TrialProcess { begun ->
        starts++
        generateSequence { store.read(key).next }.forEach { candidate ->
            begun(candidate)
            store.write(store.read(key).start(candidate))
            if (candidate == deadly) return@TrialProcess end
            store.write(store.read(key).end(Trial(candidate, TrialCode.PASSED, 1.0, "")))
        }
        TrialProcess.End.DONE
    }

    @Test
    fun triesEverythingInOneProcess() {
        val codes = codes(process(null, TrialProcess.End.DONE))
        assertEquals(setOf(Candidate.CPU, Candidate.GPU_FP16, Candidate.NNAPI), codes.keys)
        assertEquals(1, starts)
    }

    @Test
    fun aCrashCostsOneCandidate() {
        val codes = codes(process(Candidate.GPU_FP16, TrialProcess.End.DIED))
        assertEquals(TrialCode.CRASHED, codes[Candidate.GPU_FP16])
        assertEquals(TrialCode.PASSED, codes[Candidate.NNAPI])
        assertEquals(2, starts)
    }

    @Test
    fun aHangCostsOneCandidate() {
        assertEquals(TrialCode.TIMED_OUT, codes(process(Candidate.NNAPI, TrialProcess.End.TIMED_OUT))[Candidate.NNAPI])
    }

    @Test
    fun aFinishedRecordStartsNoProcess() {
        codes(process(null, TrialProcess.End.DONE))
        codes(process(null, TrialProcess.End.DONE))
        assertEquals(1, starts)
    }

    @Test
    fun anotherDeviceOrBundleIsTestedAnew() {
        codes(process(null, TrialProcess.End.DONE))
        for (other in listOf(key.copy(device = "new"), key.copy(app = "new"), key.copy(bundle = "new"))) {
            assertTrue(store.read(other).trials.isEmpty())
        }
    }

    @Test
    fun aCandidateThatTookTheAppDownAtStartIsNotTriedAgain() {
        store.write(store.read(key).start(Candidate.CPU))
        assertEquals(TrialCode.CRASHED, codes(process(null, TrialProcess.End.DONE))[Candidate.CPU])
    }

    @Test
    fun aProcessThatNeverBeginsIsGivenUp() {
        val error = assertThrows(EngineException::class.java) {
            codes {
                starts++
                TrialProcess.End.FAILED
            }
        }
        assertEquals(3, starts)
        assertTrue(error.message, error.message.orEmpty().contains("FAILED"))
    }

    @Test
    fun aDamagedRecordCountsAsNone() {
        File(folder.root, "self-test.json").writeText("{")
        assertTrue(store.read(key).trials.isEmpty())
    }

    @Test
    fun noRoomForTheRecordIsAnEngineException() {
        val full = SelfTestStore(File(folder.newFile(), "self-test.json"))
        val process = TrialProcess {
            full.write(full.read(key))
            TrialProcess.End.DONE
        }
        assertThrows(EngineException::class.java) { SelfTestSupervisor(full, process).record(key) {} }
    }
}
