package edge.deepfake.core.faces

import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.engine.TensorType
import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.Overview
import edge.deepfake.core.support.FaceModels
import edge.deepfake.core.support.FaceModels.Seen
import edge.deepfake.core.support.FakeRunner
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal class StillFaceFinderTest {
    private val rule = FaceModels.RULE
    private val shown = ArrayList<ByteArray>()

    @Test
    fun aFaceIsPlacedInThePicture() {
        val found = find(noise(256, 64, 1), still = listOf(Seen(32.0, 16.0, 16.0, 0.9)))
        assertBox(Box(48.0, 16.0, 80.0, 48.0), found.faces.single().box)
        assertEquals(0.9, found.faces.single().score, 1e-6)
        assertEquals(Turn.NONE, found.turn)
    }

    @Test
    fun theOverviewIsSearched() {
        val finder = finder(listOf(Seen(32.0, 16.0, 16.0, 0.9)), emptyList())
        val found = finder.find(Overview.of(noise(256, 128, 1), 32))
        assertBox(Box(48.0, 16.0, 80.0, 48.0), found.faces.single().box)
    }

    @Test
    fun aPictureThatFitsIsNotEnlarged() {
        val picture = noise(40, 30, 2)
        find(picture, still = listOf(Seen(16.0, 16.0, 30.0, 0.9)))
        val row = 29 * 128 * 3
        assertEquals(picture.pixels.takeLast(120), shown.single().slice(row until row + 120))
        assertTrue(shown.single().drop(row + 120).all { it == 0.toByte() })
    }

    @Test
    fun boxesBelowTheThresholdAreOnlyPossible() {
        val seen = listOf(Seen(24.0, 24.0, 30.0, 0.65), Seen(72.0, 24.0, 30.0, 0.75), Seen(24.0, 72.0, 30.0, 0.45))
        val found = find(noise(128, 128, 1), still = seen)
        assertEquals(listOf(0.75), found.faces.map { it.score }.rounded())
        assertEquals(listOf(0.65), found.possible.map { it.score }.rounded())
    }

    @Test
    fun tinyFacesAreOnlyPossible() {
        val found = find(noise(128, 128, 1), still = listOf(Seen(24.0, 24.0, 7.9, 0.9), Seen(72.0, 72.0, 8.1, 0.9)))
        assertEquals(1, found.possible.size)
        assertTrue(found.faces.single().box.left > 60)
    }

    @Test
    fun theLargestFacesAreJudged() {
        val seen = List(5) { Seen(8.0 + 24 * it, 8.0, 10.0 + it, 0.9) }
        val found = find(noise(128, 128, 1), still = seen)
        assertEquals(listOf(14.0, 13.0, 12.0), found.faces.map { it.box.width }.rounded())
        assertEquals(2, found.omitted)
        assertEquals(emptyList<Face>(), found.possible)
    }

    @Test
    fun theWeakerOfTwoOverlappingBoxesIsDropped() {
        val found = find(noise(128, 128, 1), still = listOf(Seen(24.0, 24.0, 30.0, 0.8), Seen(34.0, 24.0, 30.0, 0.9)))
        assertEquals(listOf(0.9), found.faces.map { it.score }.rounded())
    }

    /** The picture of 256 x 128 becomes 128 x 64 in the first look and 32 x 16 in the sheet. */
    @Test
    fun aPictureIsTurnedIfOnlyThatShowsAFace() {
        val seen = listOf(Seen(8.0, 12.0, 8.0, 0.9), Seen(40.0, 4.0, 8.0, 0.85), Seen(60.0, 60.0, 8.0, 0.95))
        val found = find(noise(256, 128, 1), camera = seen)
        assertEquals(Turn.QUARTER, found.turn)
        assertBox(Box(64.0, 32.0, 128.0, 96.0), found.faces.single().box)
    }

    @Test
    fun aWeakTurnedFaceIsNone() {
        val first = listOf(Seen(24.0, 24.0, 30.0, 0.6))
        val found = find(noise(256, 128, 1), first, camera = listOf(Seen(8.0, 12.0, 8.0, 0.79)))
        assertEquals(Turn.NONE, found.turn)
        assertEquals(listOf(0.6), found.possible.map { it.score }.rounded())
    }

    @Test
    fun aSureUprightFaceIsEnough() {
        val found = find(noise(256, 128, 1), listOf(Seen(24.0, 24.0, 30.0, 0.85)), listOf(Seen(8.0, 12.0, 8.0, 0.99)))
        assertEquals(Turn.NONE, found.turn)
        assertEquals(1, shown.size)
    }

    @Test
    fun theSheetShowsThreeTurns() {
        val picture = RgbImage(16, 16, ByteArray(16 * 16 * 3) { if (it < 16 * 8 * 3) -1 else 0 })
        find(picture)
        val sheet = shown.last()
        assertEquals(listOf(false, true), listOf(at(sheet, 3, 3), at(sheet, 12, 3)), "turned by 90 degrees")
        assertEquals(listOf(false, true), listOf(at(sheet, 35, 3), at(sheet, 35, 12)), "turned by 180 degrees")
        assertEquals(listOf(true, false), listOf(at(sheet, 3, 35), at(sheet, 12, 35)), "turned by 270 degrees")
        assertEquals(3 * 16 * 8, (0 until 64 * 64).count { at(sheet, it % 64, it / 64) })
    }

    @Test
    fun tinyPicturesAreNotSearched() {
        assertEquals(emptyList<Face>(), find(noise(100, 15, 1), listOf(Seen(8.0, 8.0, 16.0, 0.9))).faces)
        assertEquals(emptyList<ByteArray>(), shown)
    }

    @Test
    fun aModelOfAnotherShapeIsABrokenBundle() {
        val input = TensorInfo("image", listOf(1, 128, 128, 3), TensorType.UINT8)
        val output = TensorInfo("boxes", listOf(1, 64, 6), TensorType.FLOAT32)
        assertTrue("still.tflite: its input is float32" in problemOf(input.copy(type = TensorType.FLOAT32), output))
        assertTrue("its input" in problemOf(input.copy(shape = listOf(1, 64, 64, 3)), output))
        assertTrue("its output" in problemOf(input, output.copy(shape = listOf(1, 63, 6))))
    }

    @Test
    fun bothDetectorsAreClosed() {
        val runners = ArrayList<FakeRunner>()
        StillFaceFinder(rule, 8) { open(it).also(runners::add) }.close()
        assertEquals(listOf(true, true), runners.map { it.isClosed })
        runners.clear()
        assertThrows<EngineException> {
            StillFaceFinder(rule, 8) {
                if (it == FaceModels.CAMERA) throw EngineException("no") else open(it).also(runners::add)
            }
        }
        assertTrue(runners.single().isClosed)
    }

    private fun problemOf(input: TensorInfo, output: TensorInfo): String {
        val runner = FakeRunner(listOf(input), listOf(output))
        val error = assertThrows<BundleException> { StillFaceFinder(rule, 8) { runner } }
        assertTrue(runner.isClosed)
        return error.message.orEmpty()
    }

    private fun open(file: String): FakeRunner = FaceModels.runner(ruleOf(file), emptyList())

    private fun ruleOf(file: String) = if (file == FaceModels.STILL) rule.still else rule.camera

    private fun finder(still: List<Seen>, camera: List<Seen>): StillFaceFinder {
        val open: (String) -> TensorRunner = { file ->
            FaceModels.runner(ruleOf(file), if (file == FaceModels.STILL) still else camera) { shown += it }
        }
        return StillFaceFinder(rule, 8, open)
    }

    private fun find(picture: RgbImage, still: List<Seen> = emptyList(), camera: List<Seen> = emptyList()): FoundFaces =
        finder(still, camera).find(Overview(picture, picture, 1))

    private fun at(sheet: ByteArray, x: Int, y: Int): Boolean = sheet[(y * 64 + x) * 3] == (-1).toByte()

    private fun List<Double>.rounded(): List<Double> = map { Math.round(it * 1000) / 1000.0 }

    private fun assertBox(expected: Box, found: Box) {
        assertEquals(expected.left, found.left, 1e-4)
        assertEquals(expected.top, found.top, 1e-4)
        assertEquals(expected.right, found.right, 1e-4)
        assertEquals(expected.bottom, found.bottom, 1e-4)
    }
}
