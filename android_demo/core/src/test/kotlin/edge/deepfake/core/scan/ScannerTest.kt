package edge.deepfake.core.scan

import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.pooledProbability
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException
import edge.deepfake.core.faces.Face
import edge.deepfake.core.faces.FoundFaces
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.planWhole
import edge.deepfake.core.result.Failure
import edge.deepfake.core.result.ImageInfo
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.result.Timings
import edge.deepfake.core.support.FakeEngine
import edge.deepfake.core.support.FakeFinder
import edge.deepfake.core.support.TinyBundle
import edge.deepfake.core.support.faceAt
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

internal class ScannerTest {
    private val bundle = TinyBundle.open(TinyBundle.withoutGraphics())
    private val rule = bundle.contract
    private val picture = noise(200, 160, 7)
    private val face = faceAt(60.0, 40.0, 90.0)

    @Test
    fun theWholePictureIsJudgedBeforeTheFaces() {
        val faces = listOf(face, faceAt(-4.0, 100.0, 40.0))
        val result = scan(FakeEngine { 0.0 }, FoundFaces(faces))
        assertEquals(listOf(planWhole(200, 160)) + faces.map { it.box }, result.regions.map { it.box })
        assertEquals(listOf(RegionKind.IMAGE, RegionKind.FACE, RegionKind.FACE), result.regions.map { it.kind })
        assertEquals(listOf(null, 0.9, 0.9), result.regions.map { it.faceScore })
        assertEquals(3, result.evidence.size)
    }

    @Test
    fun thePictureIsPooledOverItsRegions() {
        val answers = ArrayDeque(listOf(0.5, 9.0, 8.0))
        val result = scan(FakeEngine { answers.removeFirst() }, FoundFaces(listOf(face)))
        assertEquals(listOf(0.5, 8.5), result.regions.map { it.logit })
        assertEquals(pooledProbability(result.regions, rule.pooling), result.probability)
        assertEquals(Verdict.FAKE, result.verdict)
        assertEquals(emptyList<Reason>(), result.reasons)
    }

    @Test
    fun aReasonCapsItsRegion() {
        val levels =
            ByteArray(200 * 160 * 3) { (it / 3 % 200 + (picture.pixels[it / 3 * 3].toInt() and 0x1F)).toByte() }
        val engine = FakeEngine { -9.0 }
        val result = Scanner(bundle, engine, FakeFinder(emptyList())).scan("grey") {
            Picture(RgbImage(200, 160, levels))
        }
        assertEquals(listOf(Reason.NO_COLOUR), result.regions.single().reasons)
        assertEquals(Verdict.UNSURE, result.regions.single().verdict)
        assertEquals(1, engine.crops.size)
        assertEquals(Verdict.UNSURE to listOf(Reason.NO_COLOUR), result.verdict to result.reasons)
    }

    @Test
    fun omittedFacesForbidReal() {
        val result = scan(FakeEngine { -9.0 }, FoundFaces(emptyList(), omitted = 2))
        assertEquals(Verdict.REAL, result.regions.single().verdict)
        assertEquals(Verdict.UNSURE to listOf(Reason.FACES_OMITTED), result.verdict to result.reasons)
        assertEquals(2, result.facesOmitted)
    }

    @Test
    fun whatTheDetectorFoundIsTold() {
        val possible = listOf(Face(Box(1.0, 2.0, 21.0, 22.0), 0.6))
        val result = scan(FakeEngine { 0.0 }, FoundFaces(emptyList(), possible, turn = Turn.HALF))
        assertEquals(possible, result.possibleFaces)
        assertEquals(Turn.HALF, result.rotated)
    }

    @Test
    fun boxesAreInPixelsOfTheFullPicture() {
        val possible = listOf(Face(Box(1.0, 2.0, 21.0, 22.0), 0.6))
        val scanner = Scanner(bundle, FakeEngine { 0.0 }, FakeFinder(FoundFaces(listOf(face), possible)))
        val result = scanner.scan("large") { Picture(picture, listOf("decoded at 1/2 scale"), 400, 319) }
        assertEquals(ImageInfo(400, 319, listOf("decoded at 1/2 scale")), result.image)
        assertEquals(face.box.scaled(2.0, 319 / 160.0), result.regions[1].box)
        assertEquals(Box(40.0, 0.0, 360.0, 319.0), result.regions[0].box)
        assertEquals(possible.single().box.scaled(2.0, 319 / 160.0), result.possibleFaces.single().box)
    }

    @Test
    fun aPictureThatIsTooSmallHasNoVerdict() {
        val engine = FakeEngine { error("must not run") }
        val side = rule.crop.minPictureSide - 1
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
        assertThrows<EngineException> { scan(engine, FoundFaces.NONE) }
    }

    /** Each reading of the clock takes 1 ms; the overview is part of the crops. */
    @Test
    fun stepsAreTimed() {
        var now = 0L
        val clock = { now.also { now += 1_000_000 } }
        val scanner = Scanner(bundle, FakeEngine { 0.0 }, FakeFinder(listOf(face, face)), ScanMode.STILL, clock)
        val timings = checkNotNull(scanner.scan("timed") { Picture(picture) }.timings)
        assertEquals(Timings(1.0, 1.0, 4.0, 3.0, 19.0), timings)
    }

    @Test
    fun closesWhatItWasGiven() {
        val engine = FakeEngine { 0.0 }
        val finder = FakeFinder(emptyList())
        Scanner(bundle, engine, finder).close()
        assertTrue(engine.isClosed && finder.isClosed)
    }

    private fun scan(engine: Engine, found: FoundFaces): ScanResult =
        Scanner(bundle, engine, FakeFinder(found)).scan("picture") { Picture(picture, listOf("a note")) }
}
