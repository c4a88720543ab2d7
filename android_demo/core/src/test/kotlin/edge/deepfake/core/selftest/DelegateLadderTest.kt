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

internal class DelegateLadderTest {
    private val cpu = Trial(Candidate.CPU, TrialCode.PASSED, 12.0, "")
    private val half = Trial(Candidate.GPU_FP16, TrialCode.WRONG_ANSWERS, null, "3 of 7")
    private val single = Trial(Candidate.GPU_FP32, TrialCode.PASSED, 9.0, "")
    private val driver = Trial(Candidate.NNAPI, TrialCode.CRASHED, null, "")

    @Test
    fun autoTakesTheFastestThatPassed() {
        val choice =
            checkNotNull(chooseCandidate(Accelerator.AUTO, listOf(cpu, half, single, driver)))
        assertEquals(Candidate.GPU_FP32, choice.candidate)
        val reasons = choice.passedOver.map { it.candidate to it.reason }
        val expected = listOf(
            Candidate.CPU to "slower",
            Candidate.GPU_FP16 to "wrong_answers",
            Candidate.NNAPI to "crashed",
        )
        assertEquals(expected, reasons)
        assertEquals("3 of 7", choice.passedOver[1].detail)
    }

    @Test
    fun aWishIsGranted() {
        val choice = chooseCandidate(Accelerator.CPU, listOf(cpu, single))
        assertEquals(DelegateChoice(Candidate.CPU, emptyList()), choice)
        assertEquals(
            Candidate.GPU_FP32,
            chooseCandidate(Accelerator.GPU, listOf(cpu, half, single))?.candidate,
        )
    }

    @Test
    fun aWishThatFailsFallsBackWithTheReason() {
        val choice = chooseCandidate(Accelerator.NNAPI, listOf(cpu, driver))
        assertEquals(
            DelegateChoice(Candidate.CPU, listOf(PassedOver(Candidate.NNAPI, "crashed", ""))),
            choice,
        )
    }

    @ParameterizedTest
    @EnumSource(Accelerator::class)
    fun nothingIsChosenWhereNothingPassed(wish: Accelerator) {
        val refused = cpu.copy(code = TrialCode.REFUSED, millis = null)
        assertNull(chooseCandidate(wish, listOf(half, driver, refused)))
        assertNull(chooseCandidate(wish, emptyList()))
    }

    @Test
    fun onlyAPassedTrialHasATime() {
        assertThrows<ContractException> { Trial(Candidate.CPU, TrialCode.PASSED, null, "") }
        assertThrows<ContractException> { Trial(Candidate.CPU, TrialCode.CRASHED, 1.0, "") }
    }
}
