package edge.deepfake.core.camera

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.PoolingRule
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.sigmoid
import edge.deepfake.core.image.Box
import edge.deepfake.core.result.Region
import edge.deepfake.core.support.Results
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal class FrameVoteTest {
    private val decision = DecisionRule(1.0, 0.0, fakeAt = 0.8, realAt = 0.2)
    private val pooling = PoolingRule(0.5, 0.5, 0.0)
    private val rule = VotingRule(window = 5, least = 3, settle = 2, patience = 2, matchIou = 0.3)
    private val whole = Results.whole()
    private val vote = FrameVote(decision, pooling, rule)

    @Test
    fun aNewFaceIsUnsureUntilItWasSeenOften() {
        val shown = List(4) { add(face(4.0)).verdict }
        assertEquals(listOf(Verdict.UNSURE, Verdict.UNSURE, Verdict.FAKE, Verdict.FAKE), shown)
    }

    @Test
    fun theAbstainBandStaysUnsure() {
        val shown = List(10) { listOf(add(face(1.2)), add(face(-1.0))) }.flatten()
        assertEquals(setOf(Verdict.UNSURE), shown.map { it.verdict }.toSet())
    }

    @Test
    fun oneFrameDoesNotChangeTheVerdict() {
        repeat(6) { add(face(-4.0)) }
        assertEquals(Verdict.REAL, add(face(6.0)).verdict)
        assertEquals(Verdict.REAL, add(face(-4.0)).verdict)
    }

    @Test
    fun aLastingChangeDoes() {
        repeat(6) { add(face(-4.0)) }
        val shown = List(8) { add(face(4.0)).verdict }
        assertEquals(Verdict.REAL, shown.first())
        assertEquals(Verdict.FAKE, shown.last())
        assertTrue(shown.indexOf(Verdict.FAKE) >= rule.settle)
    }

    @Test
    fun theProbabilityIsThatOfTheMeanLogOdds() {
        val calibrated = DecisionRule(2.0, -0.5, fakeAt = 0.8, realAt = 0.2)
        val other = FrameVote(calibrated, pooling, rule)
        val logits = listOf(9.0, 1.0, -1.0, 3.0, 2.0, 0.5)
        val last = logits.map { other.add(listOf(face(it)), 0).regions.single() }.last()
        val mean = logits.takeLast(rule.window).map { (it - 0.5) / 2 }.average()
        assertEquals(sigmoid(mean), last.probability, 1e-12)
        assertEquals(logits.size, last.frames)
    }

    @Test
    fun facesAreFollowedByTheirOverlap() {
        val left = { shift: Double -> face(4.0, Box(0.0 + shift, 0.0, 100.0 + shift, 100.0)) }
        val right = { shift: Double -> face(-4.0, Box(200.0 + shift, 0.0, 300.0 + shift, 100.0)) }
        val first = vote.add(listOf(left(0.0), right(0.0)), 0).regions.map { it.track }
        repeat(4) { vote.add(listOf(left(8.0 * it), right(8.0 * it)), 0) }
        val last = vote.add(listOf(right(35.0), left(35.0)), 0).regions
        assertEquals(first.reversed(), last.map { it.track })
        assertEquals(listOf(Verdict.REAL, Verdict.FAKE), last.map { it.verdict })
    }

    @Test
    fun twoFacesNeverShareATrack() {
        val near = List(3) { face(0.0, Box(4.0 * it, 0.0, 100.0 + 4.0 * it, 100.0)) }
        vote.add(near.take(1), 0)
        assertEquals(3, vote.add(near, 0).regions.map { it.track }.toSet().size)
    }

    @Test
    fun aFaceMayBeMissedForAWhile() {
        val track = add(face(4.0)).track
        repeat(rule.patience) { add(whole) }
        assertEquals(track, add(face(4.0)).track)
        repeat(rule.patience + 1) { add(whole) }
        assertNotEquals(track, add(face(4.0)).track)
    }

    @Test
    fun aWholePictureIsNoFace() {
        val face = add(face(4.0, Box(0.0, 0.0, 64.0, 64.0)))
        val whole = add(Results.whole())
        assertNotEquals(face.track, whole.track)
        val elsewhere = Results.whole().copy(box = Box(500.0, 500.0, 600.0, 600.0))
        assertEquals(whole.track, add(elsewhere).track)
    }

    @Test
    fun aReasonCapsARegion() {
        repeat(5) { add(face(4.0)) }
        val capped = Results.capped(face(4.0), Reason.NO_COLOUR)
        val shown = List(rule.settle) { add(capped) }
        assertEquals(listOf(Verdict.FAKE, Verdict.UNSURE), shown.map { it.verdict })
        assertTrue(shown.all { it.isCapped })
    }

    @Test
    fun aFrameHasAVerdictOfItsOwn() {
        val frames = List(5) { vote.add(listOf(Results.whole(-4.0), face(4.0)), 0) }
        assertEquals(0.5, frames.last().probability, 1e-9)
        assertEquals(Verdict.UNSURE, frames.last().verdict)
        assertEquals(emptyList<Reason>(), frames.last().reasons)
        val alone = List(rule.settle + 1) { vote.add(listOf(Results.whole(-4.0)), 0).verdict }
        assertEquals(listOf(Verdict.UNSURE, Verdict.REAL, Verdict.REAL), alone)
    }

    @Test
    fun aNewFaceForbidsReal() {
        repeat(6) { vote.add(listOf(Results.whole(-4.0)), 0) }
        val shown = List(rule.least + rule.settle) { vote.add(listOf(Results.whole(-4.0), face(-4.0)), 0).verdict }
        val expected = listOf(Verdict.REAL, Verdict.UNSURE, Verdict.UNSURE, Verdict.REAL, Verdict.REAL)
        assertEquals(expected, shown)
    }

    @Test
    fun theReasonsOfTheFrameAreShown() {
        val capped = Results.capped(Results.whole(4.0), Reason.NOT_A_PHOTOGRAPH)
        val frame = List(4) { vote.add(listOf(capped), 2) }.last()
        assertEquals(Verdict.UNSURE, frame.verdict)
        assertEquals(listOf(Reason.NOT_A_PHOTOGRAPH, Reason.FACES_OMITTED), frame.reasons)
        val fake = List(4) { vote.add(listOf(Results.whole(4.0)), 2) }.last()
        assertEquals(Verdict.FAKE, fake.verdict)
        assertEquals(emptyList<Reason>(), fake.reasons)
    }

    @Test
    fun aResetForgets() {
        repeat(5) { add(face(4.0)) }
        vote.reset()
        assertEquals(Verdict.UNSURE, add(face(4.0)).verdict)
    }

    @Test
    fun withoutSmoothingEachFrameCounts() {
        val raw = FrameVote(decision, pooling, VotingRule(window = 1, least = 1, settle = 1))
        val shown = listOf(4.0, -4.0, 0.0).map { raw.add(listOf(face(it)), 0).regions.single().verdict }
        assertEquals(listOf(Verdict.FAKE, Verdict.REAL, Verdict.UNSURE), shown)
    }

    @Test
    fun senselessRulesAreRefused() {
        assertThrows<IllegalArgumentException> { VotingRule(window = 0) }
        assertThrows<IllegalArgumentException> { VotingRule(window = 2, least = 3) }
        assertThrows<IllegalArgumentException> { VotingRule(settle = 0) }
        assertThrows<IllegalArgumentException> { VotingRule(patience = -1) }
        assertThrows<IllegalArgumentException> { VotingRule(matchIou = 1.0) }
    }

    private fun add(region: Region): VotedRegion = vote.add(listOf(region), 0).regions.single()

    private fun face(logit: Double, box: Box = Box(0.0, 0.0, 100.0, 100.0)): Region = Results.face(logit, box)
}
