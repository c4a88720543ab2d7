package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.PoolingRule
import edge.deepfake.core.decision.RegionKind.FACE
import edge.deepfake.core.decision.RegionKind.IMAGE
import kotlin.math.ln
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal class PoolingTest {
    private val rule = DecisionRule(1.0, 0.0, fakeAt = 0.8, realAt = 0.2)
    private val pooling = PoolingRule(whole = 0.25, face = 0.25, larger = 0.5)

    @Test
    fun onlyTheWholePictureIsItself() {
        assertEquals(0.3, pooledProbability(listOf(part(IMAGE, 0.3)), pooling))
    }

    @Test
    fun logOddsAreWeighted() {
        val parts = listOf(part(IMAGE, 0.25), part(FACE, 0.5), part(FACE, 0.75))
        val expected = sigmoid(-0.25 * ln(3.0) + 0.75 * ln(3.0))
        assertEquals(expected, pooledProbability(parts, pooling), 1e-12)
    }

    @Test
    fun certaintyIsFinite() {
        val parts = listOf(part(IMAGE, 0.0), part(FACE, 1.0))
        assertEquals(sigmoid(0.5 * ln((1 - 1e-9) / 1e-9)), pooledProbability(parts, pooling), 1e-9)
    }

    @Test
    fun aCappedPartDoesNotCount() {
        val capped = listOf(part(IMAGE, 0.9, isCapped = true), part(FACE, 0.1), part(FACE, 0.05))
        assertEquals(0.1, pooledProbability(capped, pooling))
        assertEquals(Verdict.UNSURE, pooledVerdict(0.1, capped, 0, rule))
        val faces = listOf(part(IMAGE, 0.9), part(FACE, 0.1, isCapped = true))
        assertEquals(0.9, pooledProbability(faces, pooling))
        assertEquals(Verdict.FAKE, pooledVerdict(0.9, faces, 0, rule))
    }

    @Test
    fun cappedPartsCountIfAllAre() {
        val parts = listOf(part(IMAGE, 0.9, isCapped = true), part(FACE, 0.9, isCapped = true))
        assertEquals(0.9, pooledProbability(parts, pooling), 1e-12)
        assertEquals(Verdict.UNSURE, pooledVerdict(0.9, parts, 0, rule))
        assertEquals(Verdict.UNSURE, pooledVerdict(0.1, parts, 0, rule))
    }

    @Test
    fun anOmittedFaceForbidsReal() {
        val parts = listOf(part(IMAGE, 0.5))
        assertEquals(Verdict.REAL, pooledVerdict(0.2, parts, 0, rule))
        assertEquals(Verdict.UNSURE, pooledVerdict(0.2, parts, 1, rule))
        assertEquals(Verdict.FAKE, pooledVerdict(0.8, parts, 1, rule))
    }

    @Test
    fun reasonsAreJoinedInTheirOrder() {
        val reasons = listOf(listOf(Reason.UNSTABLE), emptyList(), listOf(Reason.TOO_SMALL, Reason.UNSTABLE))
        val joined = listOf(Reason.TOO_SMALL, Reason.UNSTABLE, Reason.FACES_OMITTED)
        assertEquals(joined, pooledReasons(Verdict.UNSURE, reasons, 2))
        assertEquals(joined.dropLast(1), pooledReasons(Verdict.UNSURE, reasons, 0))
        assertEquals(emptyList<Reason>(), pooledReasons(Verdict.FAKE, reasons, 2))
    }

    @Test
    fun aPictureHasAPart() {
        assertThrows<IllegalArgumentException> { pooledProbability(emptyList(), pooling) }
    }

    private fun part(kind: RegionKind, probability: Double, isCapped: Boolean = false): Part = object : Part {
        override val kind = kind
        override val probability = probability
        override val isCapped = isCapped
    }
}
