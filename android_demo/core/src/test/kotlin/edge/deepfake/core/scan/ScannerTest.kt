package edge.deepfake.core.scan

import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.probabilityOf
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException
import edge.deepfake.core.faces.Face
import edge.deepfake.core.golden.mirroredCopies
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Picture
import edge.deepfake.core.resample.cutCrop
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.resample.planWhole
import edge.deepfake.core.result.Failure
import edge.deepfake.core.result.ImageInfo
import edge.deepfake.core.result.RegionKind
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.result.Timings
import edge.deepfake.core.support.FakeEngine
import edge.deepfake.core.support.FakeFinder
import edge.deepfake.core.support.TinyBundle
import edge.deepfake.core.support.faceAt
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

internal class ScannerTest {
    private val bundle = TinyBundle.open()
    private val rule = bundle.contract.decision
    private val picture = noise(200, 160, 7)

    @Test
    fun eachFaceIsJudgedByItsOwnCrop() {
        val faces = listOf(faceAt(60.0, 50.0, 80.0), faceAt(-4.0, 100.0, 40.0))
        val engine = FakeEngine { 0.0 }
        val result = scan(engine, faces)
        assertEquals(faces.map { it.box }, result.regions.map { it.box })
        assertEquals(listOf(RegionKind.FACE, RegionKind.FACE), result.regions.map { it.kind })
        assertEquals(2, result.evidence.size)
        faces.zip(engine.crops).forEach { (face, crop) ->
            val square = planCrop(face.box, bundle.contract.crop.faceMargin)
            assertArrayEquals(cutCrop(picture, square, 224).pixels, crop)
        }
    }

    @Test
    fun thePictureIsAsSuspiciousAsItsWorstFace() {
        val answers = ArrayDeque(listOf(-9.0, 9.0, 0.0))
        val engine = FakeEngine { answers.removeFirst() }
        val result = scan(engine, List(3) { faceAt(20.0 * it, 30.0, 60.0) })
        assertEquals(probabilityOf(9.0, rule), result.probability)
        assertEquals(Verdict.FAKE, result.verdict)
        assertEquals(verdictOf(probabilityOf(-9.0, rule), rule), result.regions.first().verdict)
    }

    @Test
    fun withoutAFaceTheCentreIsJudged() {
        val result = scan(FakeEngine { -9.0 }, emptyList())
        assertEquals(planWhole(200, 160), result.regions.single().box)
        assertEquals(RegionKind.IMAGE, result.regions.single().kind)
        assertNull(result.regions.single().faceScore)
        assertEquals(Verdict.REAL, result.verdict)
    }

    @Test
    fun aTinyFaceIsIgnored() {
        val least = bundle.contract.crop.minFaceSide.toDouble()
        assertEquals(RegionKind.IMAGE, kindOf(faceAt(5.0, 5.0, least - 0.5)))
        assertEquals(RegionKind.FACE, kindOf(faceAt(5.0, 5.0, least)))
    }

    @Test
    fun aTinyPictureIsMirrored() {
        val tiny = noise(40, 36, 5)
        val engine = FakeEngine { 0.0 }
        val result = Scanner(bundle, engine, FakeFinder(emptyList())).scan("tiny") { Picture(tiny) }
        val rule = bundle.contract.crop
        assertTrue(36 < rule.mirrorBelow)
        val copies = mirroredCopies(tiny, planWhole(40, 36), rule.mirrorSide, 224)
        assertArrayEquals(copies.pixels, engine.crops.single())
        assertEquals(rule.mirrorSide * 7 / 224, result.evidence.single().width)
    }

    @Test
    fun aTinyFaceAndALargerPictureAreNot() {
        val least = bundle.contract.crop.mirrorBelow
        val picture = noise(least + 9, least, 5)
        val face = faceAt(2.0, 2.0, bundle.contract.crop.minFaceSide.toDouble())
        for (faces in listOf(emptyList(), listOf(face))) {
            val engine = FakeEngine { 0.0 }
            val scanner = Scanner(bundle, engine, FakeFinder(faces))
            val result = scanner.scan("small") { Picture(picture) }
            val square = result.regions.single().evidenceSquare(bundle.contract.crop)
            assertArrayEquals(cutCrop(picture, square, 224).pixels, engine.crops.single())
            assertEquals(7, result.evidence.single().width)
        }
    }

    @Test
    fun aPictureThatIsTooSmallHasNoVerdict() {
        val engine = FakeEngine { error("must not run") }
        val side = bundle.contract.crop.minPictureSide - 1
        val result = Scanner(bundle, engine, FakeFinder(emptyList())).scan("small") {
            Picture(noise(500, side, 1))
        }
        assertEquals(FailureCode.TOO_SMALL, result.failure?.code)
        assertEquals(ImageInfo(500, side, emptyList()), result.image)
        assertNull(result.verdict)
        assertTrue(result.regions.isEmpty())
    }

    @ParameterizedTest
    @EnumSource(FailureCode::class)
    fun whatCannotBeDecodedHasNoVerdict(code: FailureCode) {
        val result = Scanner(bundle, FakeEngine { 0.0 }, FakeFinder(emptyList())).scan("broken") {
            throw ImageException(code, "why it failed")
        }
        assertEquals(Failure(code, "why it failed"), result.failure)
        assertEquals("broken", result.source)
        assertNull(result.verdict)
        assertNull(result.image)
    }

    @Test
    fun anEngineThatFailsIsNoVerdict() {
        val engine = FakeEngine { throw EngineException("the driver is gone") }
        assertThrows<EngineException> { scan(engine, emptyList()) }
    }

    @Test
    fun stepsAreTimed() {
        var now = 0L
        val clock = { now.also { now += 1_000_000 } }
        val finder = FakeFinder(List(2) { faceAt(9.0, 9.0, 50.0) })
        val scanner = Scanner(bundle, FakeEngine { 0.0 }, finder, clock)
        val timings = checkNotNull(scanner.scan("timed") { Picture(picture) }.timings)
        assertEquals(Timings(1.0, 1.0, 2.0, 2.0, 13.0), timings)
    }

    @Test
    fun closesWhatItWasGiven() {
        val engine = FakeEngine { 0.0 }
        val finder = FakeFinder(emptyList())
        Scanner(bundle, engine, finder).close()
        assertTrue(engine.isClosed && finder.isClosed)
    }

    private fun kindOf(face: Face): RegionKind = scan(FakeEngine { 0.0 }, listOf(face)).regions.single().kind

    private fun scan(engine: Engine, faces: List<Face>): ScanResult =
        Scanner(bundle, engine, FakeFinder(faces)).scan("picture") {
            Picture(picture, listOf("a note"))
        }
}
