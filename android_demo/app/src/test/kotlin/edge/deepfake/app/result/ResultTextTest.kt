package edge.deepfake.app.result

import edge.deepfake.app.APP
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.Residency
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.faces.Face
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Turn
import edge.deepfake.core.result.BundleRef
import edge.deepfake.core.result.ImageInfo
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.result.Timings
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
internal class ResultTextTest {
    private val box = Box(0.0, 0.0, 100.0, 100.0)
    private val face = Region(
        RegionKind.FACE, box, 0.9, 0.0, listOf(0.0), 0.5, Verdict.UNSURE, emptyList(), 0.5, emptyList(),
    )
    private val whole = face.copy(kind = RegionKind.IMAGE, faceScore = null)
    private val result = ScanResult(
        source = "picture",
        image = ImageInfo(100, 100, emptyList()),
        failure = null,
        verdict = Verdict.UNSURE,
        probability = 0.5,
        reasons = emptyList(),
        rotated = Turn.NONE,
        regions = listOf(whole, face),
        possibleFaces = emptyList(),
        facesOmitted = 0,
        bundle = BundleRef("tiny", "0".repeat(64)),
        runtime = RuntimeInfo("fake", "cpu", 1, "auto", Residency.FULL, "as requested"),
        timings = Timings(1.0, 1.0, 1.0, 1.0, 4.0),
    )

    private fun linesOf(result: ScanResult) = APP.explain(result, VerdictStyle.UNSURE).lines()

    @Test
    fun aPlainResultIsExplainedByItsVerdict() {
        assertEquals(listOf("The traces are too weak to say real or fake."), linesOf(result))
    }

    @Test
    fun reasonsTakeThePlaceOfTheExplanation() {
        val capped = result.copy(reasons = listOf(Reason.NO_COLOUR, Reason.FACES_OMITTED), facesOmitted = 1)
        assertEquals(listOf("Reasons: black and white; 1 face more than are judged."), linesOf(capped))
        val more = capped.copy(reasons = listOf(Reason.FACES_OMITTED), facesOmitted = 3)
        assertEquals(listOf("Reason: 3 faces more than are judged."), linesOf(more))
        assertNull(APP.reasonsOf(emptyList(), 0))
    }

    @Test
    fun everyReasonHasWordsInBothLanguages() {
        for (language in listOf("en", "de")) {
            RuntimeEnvironment.setQualifiers(language)
            val sentences = Reason.entries.map { checkNotNull(APP.reasonsOf(listOf(it), 2)) }
            assertEquals(sentences, sentences.distinct())
            assertTrue(sentences.all { it.endsWith(".") })
        }
    }

    @Test
    fun whatWasTurnedOrLeftOutIsTold() {
        val possible = List(2) { Face(box, 0.6) }
        val told = result.copy(rotated = Turn.QUARTER, regions = listOf(whole), possibleFaces = possible)
        val lines = linesOf(told)
        assertTrue(lines[1], "clockwise by 90°" in lines[1])
        assertEquals("No face was found, so only the whole picture was checked.", lines[2])
        assertEquals("Thin frames show 2 possible faces, which are not checked.", lines[3])
    }

    @Test
    fun facesAreNumberedWithoutTheWholePicture() {
        assertEquals("Whole picture", APP.nameOf(whole, 0, 2))
        assertEquals("Face 1 of 2", APP.nameOf(face, 1, 2))
        assertEquals("Face", APP.nameOf(face, 1, 1))
    }
}
