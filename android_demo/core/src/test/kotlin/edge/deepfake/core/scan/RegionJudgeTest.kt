package edge.deepfake.core.scan

import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.probabilityOf
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.faces.Face
import edge.deepfake.core.golden.mirroredCopies
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.image.mirror
import edge.deepfake.core.image.pasteTurned
import edge.deepfake.core.resample.Overview
import edge.deepfake.core.resample.blockMeans
import edge.deepfake.core.resample.cutCrop
import edge.deepfake.core.resample.drawnIn
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.resample.planWhole
import edge.deepfake.core.support.FakeEngine
import edge.deepfake.core.support.TinyBundle
import edge.deepfake.core.support.faceAt
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

internal class RegionJudgeTest {
    private val rule = TinyBundle.open(TinyBundle.withoutGraphics()).contract
    private val picture = noise(200, 160, 7)
    private val face = faceAt(60.0, 40.0, 90.0)
    private val square = planCrop(face.box, rule.crop.faceMargin, rule.crop.faceShift)

    @Test
    fun aVerdictIsLookedAtAgain() {
        val engine = answering(8.0, 9.0)
        val region = judge(engine, picture, face).region
        val second = cutCrop(picture, drawnIn(square, rule.secondLook.inset), 224).also(::mirror)
        assertArrayEquals(cutCrop(picture, square, 224).pixels, engine.crops[0])
        assertArrayEquals(second.pixels, engine.crops[1])
        assertEquals(listOf(8.0, 9.0), region.looks)
        assertEquals(8.5, region.logit)
        assertEquals(probabilityOf(8.5, rule.decision), region.probability)
        assertEquals(Verdict.FAKE, region.verdict)
    }

    @Test
    fun anAnswerWithoutVerdictIsNot() {
        val region = judge(answering(0.5), picture, face).region
        assertEquals(listOf(0.5), region.looks)
        assertEquals(Verdict.UNSURE to emptyList<Reason>(), region.verdict to region.reasons)
    }

    @Test
    fun anotherAnswerIsUnstable() {
        val region = judge(answering(9.0, 7.0), picture, face).region
        assertEquals(listOf(Reason.UNSTABLE), region.reasons)
        assertEquals(8.0, region.logit)
        assertEquals(Verdict.UNSURE, region.verdict)
    }

    @Test
    fun aFrameIsLookedAtOnce() {
        val region = judge(answering(9.0), picture, face, mode = ScanMode.CAMERA).region
        assertEquals(listOf(9.0), region.looks)
        assertEquals(Verdict.FAKE, region.verdict)
    }

    @Test
    fun aSmallFaceIsNotLookedAtAgain() {
        val region = judge(answering(9.0), picture, faceAt(60.0, 40.0, 60.0)).region
        assertEquals(listOf(Reason.TOO_SMALL), region.reasons)
    }

    @Test
    fun aLongPictureHasAnExtremeShape() {
        val long = noise(701, 200, 3)
        assertEquals(listOf(Reason.EXTREME_SHAPE), judge(answering(9.0), long, null).region.reasons)
        assertEquals(emptyList<Reason>(), judge(answering(0.0), noise(700, 200, 3), null).region.reasons)
        assertEquals(emptyList<Reason>(), judge(answering(0.0), long, face).region.reasons)
    }

    @Test
    fun theWholePictureIsCutFromItsOverview() {
        val large = noise(960, 900, 3)
        val engine = answering(0.0)
        judge(engine, large, null)
        val crop = cutCrop(blockMeans(large, 2), planWhole(960, 900).divided(2), 224)
        assertArrayEquals(crop.pixels, engine.crops.single())
    }

    @Test
    fun aTurnedFaceIsTurnedUpright() {
        for (turn in Turn.entries - Turn.NONE) {
            val engine = FakeEngine { -9.0 }
            val judged = judge(engine, picture, face, turn)
            val upright = RgbImage(224, 224)
            val turnedSquare = planCrop(face.box, rule.crop.faceMargin, rule.crop.faceShift, turn)
            pasteTurned(cutCrop(picture, turnedSquare, 224), turn, upright)
            assertArrayEquals(upright.pixels, engine.crops[0])
            pasteTurned(cutCrop(picture, drawnIn(turnedSquare, rule.secondLook.inset), 224), turn, upright)
            assertArrayEquals(upright.also(::mirror).pixels, engine.crops[1])
            val map = EvidenceMap(7, 7, FloatArray(49) { it.toFloat() })
            assertArrayEquals(map.values, turned(judged.evidence, turn).values)
        }
    }

    @Test
    fun evidenceTurnsClockwise() {
        val map = EvidenceMap(3, 2, floatArrayOf(0f, 1f, 2f, 3f, 4f, 5f))
        assertEquals(listOf(3f, 0f, 4f, 1f, 5f, 2f), turned(map, Turn.QUARTER).values.toList())
        assertEquals(2, turned(map, Turn.QUARTER).width)
        assertEquals(listOf(5f, 4f, 3f, 2f, 1f, 0f), turned(map, Turn.HALF).values.toList())
        assertEquals(listOf(2f, 5f, 1f, 4f, 0f, 3f), turned(map, Turn.THREE_QUARTERS).values.toList())
    }

    @Test
    fun aTinyPictureIsMirrored() {
        val tiny = noise(63, 63, 5)
        val engine = answering(9.0, 9.0)
        val judged = judge(engine, tiny, null)
        val whole = planWhole(63, 63)
        val side = rule.crop.mirrorSide
        assertArrayEquals(mirroredCopies(tiny, whole, side, 224).pixels, engine.crops[0])
        val again = mirroredCopies(tiny, drawnIn(whole, rule.secondLook.inset), side, 224).also(::mirror)
        assertArrayEquals(again.pixels, engine.crops[1])
        assertEquals(side * 7 / 224, judged.evidence.width)
    }

    /** Only its second look would be small enough for mirrored copies. */
    @Test
    fun aTinyFaceAndALargerPictureAreNot() {
        val least = rule.crop.mirrorBelow
        val larger = noise(least + 9, least, 5)
        for (region in listOf(null, faceAt(2.0, 2.0, 24.0))) {
            val engine = answering(0.0)
            val judged = judge(engine, larger, region)
            val cut = region?.let { planCrop(it.box, rule.crop.faceMargin, rule.crop.faceShift) }
            assertArrayEquals(cutCrop(larger, cut ?: planWhole(least + 9, least), 224).pixels, engine.crops.single())
            assertEquals(7, judged.evidence.width)
        }
    }

    private fun answering(vararg logits: Double): FakeEngine {
        val answers = ArrayDeque(logits.toList())
        return FakeEngine { answers.removeFirst() }
    }

    private fun judge(
        engine: FakeEngine,
        rgb: RgbImage,
        region: Face?,
        turn: Turn = Turn.NONE,
        mode: ScanMode = ScanMode.STILL,
    ): JudgedRegion {
        val overview = Overview.of(rgb, rule.input.size)
        return RegionJudge(rule, engine, mode).judge(Picture(rgb), overview, region, turn, Stopwatch { 0 })
    }
}
