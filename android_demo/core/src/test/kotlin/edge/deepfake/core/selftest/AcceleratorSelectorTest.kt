package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.ContractException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

internal class AcceleratorSelectorTest {
    private val cpu = Trial(Candidate.CPU, TrialCode.PASSED, 12.0, "")
    private val half = Trial(Candidate.GPU_FP16, TrialCode.WRONG_ANSWERS, null, "3 of 7")
    private val single = Trial(Candidate.GPU_FP32, TrialCode.PASSED, 9.0, "")
    private val driver = Trial(Candidate.NNAPI, TrialCode.CRASHED, null, "")

    @Test
    fun autoTakesTheFastestThatPassed() {
        val choice =
            checkNotNull(AcceleratorSelector(listOf(cpu, half, single, driver)).select(Accelerator.AUTO))
        assertEquals(Candidate.GPU_FP32, choice.candidate)
        val reasons = choice.unused.map { it.candidate to it.reason }
        val expected = listOf(
            Candidate.CPU to "slower",
            Candidate.GPU_FP16 to "wrong_answers",
            Candidate.NNAPI to "crashed",
        )
        assertEquals(expected, reasons)
        assertEquals("3 of 7", choice.unused[1].detail)
    }

    @Test
    fun theRequestedAcceleratorIsSelected() {
        val choice = AcceleratorSelector(listOf(cpu, single)).select(Accelerator.CPU)
        assertEquals(Selection(Candidate.CPU, emptyList()), choice)
        assertEquals(
            Candidate.GPU_FP32,
            AcceleratorSelector(listOf(cpu, half, single)).select(Accelerator.GPU)?.candidate,
        )
    }

    @Test
    fun aFailedRequestFallsBackToAnotherCandidate() {
        val choice = AcceleratorSelector(listOf(cpu, driver)).select(Accelerator.NNAPI)
        assertEquals(
            Selection(Candidate.CPU, listOf(UnusedCandidate(Candidate.NNAPI, "crashed", ""))),
            choice,
        )
    }

    @ParameterizedTest
    @EnumSource(Accelerator::class)
    fun nothingIsSelectedIfNothingPassed(requested: Accelerator) {
        val refused = cpu.copy(code = TrialCode.REFUSED, millis = null)
        assertNull(AcceleratorSelector(listOf(half, driver, refused)).select(requested))
        assertNull(AcceleratorSelector(emptyList()).select(requested))
    }

    @Test
    fun onlyAPassedTrialHasATime() {
        assertThrows<ContractException> { Trial(Candidate.CPU, TrialCode.PASSED, null, "") }
        assertThrows<ContractException> { Trial(Candidate.CPU, TrialCode.CRASHED, 1.0, "") }
    }
}
