package edge.deepfake.core.faces

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.contract.FaceRule
import edge.deepfake.core.decision.sigmoid
import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.engine.TensorType
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.support.FakeRunner
import java.nio.ByteBuffer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal class FaceDetectorTest {
    private val whole =
        DetectorRule("a.tflite", 64, listOf(32), listOf(1), listOf(-1.0, 1.0), 100.0, 0.5, "whole")
    private val tiles = whole.copy(views = "tiles")

    @Test
    fun aFaceIsPlacedInThePicture() {
        val face = detector(listOf(whole), runner(0)).find(noise(128, 64, 1)).single()
        assertEquals(Box(16.0, -16.0, 48.0, 16.0), face.box)
        assertEquals(sigmoid(2.0), face.score, 1e-6)
        assertEquals(12, face.keypoints.size)
    }

    @Test
    fun theOrderOfTheOutputsIsFree() {
        val straight = detector(listOf(whole), runner(0)).find(noise(128, 64, 1)).single()
        val other = detector(listOf(whole), runner(0, isSwapped = true))
        assertEquals(straight.box, other.find(noise(128, 64, 1)).single().box)
    }

    @Test
    fun blackAndWhiteAreThoseOfTheContract() {
        val seen = ArrayList<Float>()
        val runner = runner(0) { input ->
            val values = input.asFloatBuffer()
            repeat(64 * 64 * 3) { seen += values.get(it) }
        }
        detector(listOf(whole), runner).find(RgbImage(64, 64, ByteArray(64 * 64 * 3) { -1 }))
        assertEquals(setOf(1f), seen.toSet())
        seen.clear()
        detector(listOf(whole), runner).find(RgbImage(64, 64))
        assertEquals(setOf(-1f), seen.toSet())
    }

    @Test
    fun tilesAreLeftOutForACamera() {
        val camera = runner(0)
        detector(listOf(whole, tiles), camera, FaceViews.WHOLE).find(noise(300, 200, 1))
        assertEquals(1, camera.runs)
        val photo = runner(0)
        detector(listOf(whole, tiles), photo).find(noise(300, 200, 1))
        val scale = tileScale(300, 200, 64)
        assertEquals(1 + tileCorners(shrunk(300, scale), shrunk(200, scale), 64).size, photo.runs)
    }

    @Test
    fun besideALargeFaceTilesAreLeftOut() {
        val runner = runner(0)
        val order = listOf(tiles, whole)
        detector(order, runner, tilesBelow = 0.3).find(noise(300, 200, 1))
        assertEquals(1, runner.runs)
        detector(order, runner, tilesBelow = 0.5).find(noise(300, 200, 1))
        assertTrue(runner.runs > 2)
    }

    @Test
    fun aTinyPictureIsNotLookedAt() {
        val runner = runner(0)
        assertTrue(detector(listOf(whole), runner).find(noise(300, 15, 1)).isEmpty())
        assertEquals(0, runner.runs)
    }

    @Test
    fun aModelThatDoesNotFitIsRefusedAndClosed() {
        val anchors = TensorInfo("boxes", listOf(1, 9, 16), TensorType.FLOAT32)
        val scores = TensorInfo("scores", listOf(1, 9, 1), TensorType.FLOAT32)
        val input = TensorInfo("input", listOf(1, 64, 64, 3), TensorType.FLOAT32)
        val wrong = listOf(
            FakeRunner(listOf(input), listOf(anchors, scores)),
            FakeRunner(listOf(input.copy(shape = listOf(1, 32, 32, 3))), outputs(false)),
            FakeRunner(listOf(input.copy(type = TensorType.UINT8)), outputs(false)),
            FakeRunner(listOf(input, input), outputs(false)),
            FakeRunner(listOf(input), outputs(false).take(1)),
            FakeRunner(listOf(input), listOf(scores, scores)),
        )
        for (runner in wrong) {
            assertThrows<EngineException> { detector(listOf(whole), runner) }
            assertTrue(runner.isClosed)
        }
    }

    @Test
    fun aModelIsLoadedOnceAndClosed() {
        val runner = runner(0)
        var opened = 0
        val rule = FaceRule(16, 0.3, 0.6, 1.0, 8, listOf(whole, tiles))
        FaceDetector(rule) { runner.also { opened++ } }.close()
        assertEquals(1, opened)
        assertTrue(runner.isClosed)
    }

    private fun detector(
        rules: List<DetectorRule>,
        runner: TensorRunner,
        views: FaceViews = FaceViews.ALL,
        tilesBelow: Double = 1.0,
    ): FaceDetector = FaceDetector(FaceRule(16, 0.3, 0.6, tilesBelow, 8, rules), views) { runner }

    /** A model that finds a face of a quarter of the view at one of four anchors. */
    private fun runner(anchor: Int, isSwapped: Boolean = false, look: (ByteBuffer) -> Unit = {}): FakeRunner {
        val input = TensorInfo("input", listOf(1, 64, 64, 3), TensorType.FLOAT32)
        return FakeRunner(listOf(input), outputs(isSwapped)) { seen, results ->
            look(seen)
            val (boxes, scores) = if (isSwapped) results.reversed() else results
            repeat(4) { scores.asFloatBuffer().put(it, if (it == anchor) 2f else -9f) }
            boxes.asFloatBuffer().put(anchor * 16 + 2, 16f).put(anchor * 16 + 3, 16f)
        }
    }

    private fun outputs(isSwapped: Boolean): List<TensorInfo> = listOf(
        TensorInfo("boxes", listOf(1, 4, 16), TensorType.FLOAT32),
        TensorInfo("scores", listOf(1, 4, 1), TensorType.FLOAT32),
    ).let { if (isSwapped) it.reversed() else it }
}
