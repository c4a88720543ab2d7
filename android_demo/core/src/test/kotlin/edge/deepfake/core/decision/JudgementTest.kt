package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.SecondLookRule
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

internal class JudgementTest {
    private val rule = DecisionRule(1.0, 0.0, fakeAt = 0.8, realAt = 0.2)
    private val secondLook = SecondLookRule(inset = 0.04, limit = 1.5)

    @Test
    fun aVerdictIsLookedAtAgain() {
        val judgement = Judgement.of(4.0, emptyList(), rule, secondLook) { 3.0 }
        assertEquals(listOf(4.0, 3.0), judgement.looks)
        assertEquals(3.5, judgement.logit)
        assertEquals(sigmoid(3.5), judgement.probability)
        assertEquals(Verdict.FAKE, judgement.verdict)
    }

    @Test
    fun theSecondLookCanTakeTheVerdictAway() {
        val judgement = Judgement.of(1.4, emptyList(), rule, secondLook) { 0.0 }
        assertEquals(Verdict.UNSURE, judgement.verdict)
        assertEquals(emptyList<Reason>(), judgement.reasons)
    }

    @Test
    fun anotherAnswerIsUnstable() {
        val judgement = Judgement.of(-9.0, emptyList(), rule, secondLook) { -7.0 }
        assertEquals(listOf(Reason.UNSTABLE), judgement.reasons)
        assertEquals(Verdict.UNSURE, judgement.verdict)
    }

    @Test
    fun oneLookIsEnoughWithoutAVerdict() {
        for (reasons in listOf(emptyList(), listOf(Reason.NO_COLOUR))) {
            val first = if (reasons.isEmpty()) 1.0 else 9.0
            val judgement = Judgement.of(first, reasons, rule, secondLook) { error("looked again") }
            assertEquals(listOf(first), judgement.looks)
            assertEquals(reasons, judgement.reasons)
            assertEquals(Verdict.UNSURE, judgement.verdict)
        }
        assertEquals(Verdict.FAKE, Judgement.of(9.0, emptyList(), rule, null) { error("looked again") }.verdict)
    }
}
