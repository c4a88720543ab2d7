package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal class PoolingTest {
    private val rule = DecisionRule(1.0, 0.0, fakeAt = 0.8, realAt = 0.2, pooling = DecisionRule.ANY_FAKE)
    private val levels = listOf(0.0, 0.2, 0.3, 0.79, 0.8, 1.0)

    @Test
    fun aPictureIsFakeIfAnyRegionIs() {
        assertEquals(Verdict.FAKE, pooledVerdict(listOf(Verdict.REAL, Verdict.UNSURE, Verdict.FAKE), rule))
    }

    @Test
    fun aPictureIsRealIfEveryRegionIs() {
        assertEquals(Verdict.REAL, pooledVerdict(listOf(Verdict.REAL, Verdict.REAL), rule))
        assertEquals(Verdict.UNSURE, pooledVerdict(listOf(Verdict.REAL, Verdict.UNSURE), rule))
    }

    @Test
    fun withoutARegionThereIsNoVerdict() {
        assertNull(pooledVerdict(emptyList(), rule))
        assertThrows<NoSuchElementException> { pooledProbability(emptyList(), rule) }
    }

    @Test
    fun verdictAndProbabilityNeverContradict() {
        for (one in levels) {
            for (other in levels) {
                val pooled = pooledProbability(listOf(one, other), rule)
                val verdicts = listOf(one, other).map { verdictOf(it, rule) }
                assertEquals(verdictOf(pooled, rule), pooledVerdict(verdicts, rule), "$one and $other")
            }
        }
    }

    @Test
    fun anotherRuleIsRefused() {
        val other = rule.copy(pooling = "mean")
        assertThrows<IllegalArgumentException> { pooledVerdict(listOf(Verdict.REAL), other) }
        assertThrows<IllegalArgumentException> { pooledProbability(listOf(0.5), other) }
    }
}
