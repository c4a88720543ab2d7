package edge.deepfake.core.faces

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorType
import edge.deepfake.core.golden.noise
import edge.deepfake.core.support.FakeRunner
import kotlin.random.Random
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.RepeatedTest
import org.junit.jupiter.api.RepetitionInfo
import org.junit.jupiter.api.Test

internal class TilesTest {
    @RepeatedTest(40)
    fun tilesCoverThePictureAndOverlap(repetition: RepetitionInfo) {
        val random = Random(repetition.currentRepetition)
        val width = random.nextInt(192, 900)
        val height = random.nextInt(192, 900)
        val tiles = tileCorners(width, height, 192)
        if (tiles.isEmpty()) return
        for (axis in listOf(tiles.map { it.first } to width, tiles.map { it.second } to height)) {
            val starts = axis.first.distinct().sorted()
            assertEquals(0, starts.first())
            assertEquals(axis.second, starts.last() + 192)
            assertTrue(starts.zipWithNext().all { (one, next) -> next - one <= 192 * 0.8 + 1 })
        }
    }

    @Test
    fun aBoxThatATileCutsIsLeftOut() {
        val range = listOf(0.0, 1.0)
        val rule =
            DetectorRule("a.tflite", 64, listOf(32), listOf(1), range, 100.0, 0.5, "tiles")
        val input = TensorInfo("input", listOf(1, 64, 64, 3), TensorType.FLOAT32)
        val boxes = TensorInfo("boxes", listOf(1, 4, 16), TensorType.FLOAT32)
        val scores = TensorInfo("scores", listOf(1, 4, 1), TensorType.FLOAT32)
        val runner = FakeRunner(listOf(input), listOf(boxes, scores)) { _, (regressors, logits) ->
            repeat(4) { logits.asFloatBuffer().put(it, if (it == 0) 2f else -9f) }
            regressors.asFloatBuffer().put(2, 34f).put(3, 8f)
        }
        val found = Detections()
        Detector(rule, DetectorNetwork(runner, "a.tflite")).findInTiles(noise(64, 112, 1), found)
        assertEquals(2, runner.runs)
        assertEquals(2, found.size)
        found.clear()
        Detector(rule, DetectorNetwork(runner, "a.tflite")).findInTiles(noise(112, 64, 1), found)
        assertEquals(1, found.size)
    }
}
