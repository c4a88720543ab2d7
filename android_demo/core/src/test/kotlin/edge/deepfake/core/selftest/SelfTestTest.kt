package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.engine.NetworkOutput
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.support.FakeEngine
import edge.deepfake.core.support.RealBundle
import edge.deepfake.core.support.runtimeInfo
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

internal class SelfTestTest {
    private val contract = RealBundle.bundle.contract
    private val golden = GoldenFile.of(RealBundle.bundle)

    @Test
    fun anEngineThatAnswersRightlyPassesAndIsTimed() {
        var now = 0L
        val test = SelfTest(golden, contract, runs = 3) { now.also { now += 2_000_000 } }
        val engine = Answering(golden)
        val trial = test.runTrial(Candidate.CPU) { engine }
        assertEquals(Trial(Candidate.CPU, TrialCode.PASSED, 2.0, ""), trial)
        assertTrue(engine.isClosed)
    }

    @Test
    fun wrongAnswersAreTold() {
        val engine = Answering(golden, off = 1.0)
        val trial = SelfTest(golden, contract).runTrial(Candidate.GPU_FP16) { engine }
        assertEquals(TrialCode.WRONG_ANSWERS, trial.code)
        assertNull(trial.millis)
        val count = golden.vectors.size
        assertTrue(trial.detail.startsWith("$count of $count golden vectors; "), trial.detail)
        assertTrue(engine.isClosed)
    }

    @Test
    fun whatTheDeviceLacksIsUnavailable() {
        val trial = SelfTest(golden, contract).runTrial(Candidate.NNAPI) { null }
        assertEquals(Trial(Candidate.NNAPI, TrialCode.UNAVAILABLE, null, ""), trial)
    }

    @Test
    fun aRefusalIsAnOutcome() {
        val test = SelfTest(golden, contract)
        val atOnce = test.runTrial(Candidate.NNAPI) { throw EngineException("no driver") }
        assertEquals(Trial(Candidate.NNAPI, TrialCode.REFUSED, null, "no driver"), atOnce)
        val later = test.runTrial(Candidate.NNAPI) { FakeEngine { throw EngineException("lost") } }
        assertEquals(Trial(Candidate.NNAPI, TrialCode.REFUSED, null, "lost"), later)
    }

    @Test
    fun theShippedNetworkPassesOnThisComputer() {
        val trial = SelfTest(golden, contract, runs = 1).runTrial(Candidate.CPU) { RealBundle.engine() }
        assertEquals(TrialCode.PASSED, trial.code, trial.detail)
        assertTrue(checkNotNull(trial.millis) > 0)
    }

    /** Answers as the golden file says, in its order, with an error of [off] in the logit. */
    private class Answering(private val golden: GoldenFile, private val off: Double = 0.0) : Engine {
        override val info = runtimeInfo("fake", 1)
        var isClosed = false
        private var runs = 0

        override fun run(crop: RgbImage): NetworkOutput {
            val vector = golden.vectors[runs++ % golden.vectors.size]
            val rows = vector.evidence
            val values = rows.flatten().map(Double::toFloat).toFloatArray()
            val evidence = EvidenceMap(rows.first().size, rows.size, values)
            return NetworkOutput(vector.logit + off, evidence, vector.gate)
        }

        override fun close() {
            isClosed = true
        }
    }
}
