package edge.deepfake.app.engine

import edge.deepfake.app.BUNDLE
import edge.deepfake.app.LinuxModelLoader
import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.selftest.GoldenFile
import edge.deepfake.core.selftest.Trial
import edge.deepfake.core.selftest.TrialCode
import edge.deepfake.core.selftest.replay
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** The default bundle's network in TensorFlow Lite's interpreter, through the app's own code. */
@RunWith(RobolectricTestRunner::class)
internal class LinuxModelLoaderTest {
    private val modelLoader = LinuxModelLoader()

    /**
     * The library for Linux is older than the one on phones, and its kernels round differently. So the test allows
     * twice the tolerance.
     */
    @Test
    fun answersTheGoldenVectors() {
        val info = runtimeInfoOf(Candidate.CPU, Accelerator.AUTO, 1, "test")
        val golden = GoldenFile.of(BUNDLE)
        val engine = checkNotNull(modelLoader.openEngineUnchecked(BUNDLE, Candidate.CPU, info))
        val checks = engine.use { replay(golden, BUNDLE.contract, it) }
        for (check in checks) {
            assertEquals(check.id, 0.0, check.logitError, 2 * golden.tolerance.logit)
            assertEquals(check.id, 0.0, check.gateError, 2 * golden.tolerance.gate)
            assertEquals(check.id, 0.0, check.evidenceError, 2 * golden.tolerance.evidence)
        }
    }

    @Test
    fun refusesWhatIsNoModel() {
        assertThrows(EngineException::class.java) { modelLoader.load(ByteArray(64), Candidate.CPU, 1) }
    }

    @Test
    fun skipsACandidateThatTheDeviceLacks() {
        val trials = listOf(
            Trial(Candidate.CPU, TrialCode.PASSED, 9.0, ""),
            Trial(Candidate.NNAPI, TrialCode.PASSED, 1.0, ""),
        )
        val selected = modelLoader.openSelected(BUNDLE, Accelerator.NNAPI, trials, 1)
        selected.engine.close()
        assertEquals(Candidate.CPU, selected.selection.candidate)
        assertEquals("nnapi", selected.engine.info.requested)
        assertTrue(selected.engine.info.reason, selected.engine.info.reason.contains("nnapi: unavailable"))
    }
}
