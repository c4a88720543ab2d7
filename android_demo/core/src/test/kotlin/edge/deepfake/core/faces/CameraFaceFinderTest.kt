package edge.deepfake.core.faces

import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvFrame
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.Overview
import edge.deepfake.core.support.FaceModels
import edge.deepfake.core.support.FaceModels.Seen
import edge.deepfake.core.support.YuvPicture
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

internal class CameraFaceFinderTest {
    private val opened = ArrayList<String>()
    private val runner = FaceModels.runner(FaceModels.RULE.camera, listOf(Seen(20.0, 12.0, 16.0, 0.9)))
    private val finder = CameraFaceFinder(FaceModels.RULE, 40) { file -> runner.also { opened += file } }

    @Test
    fun onlyTheCameraDetectorLooksOnce() {
        finder.find(Overview.of(noise(64, 64, 1), 64))
        assertEquals(listOf(FaceModels.CAMERA), opened)
        assertEquals(1, runner.runs)
    }

    /** A frame of 256 x 192 has an overview of 128 x 96, which is shrunk to 64 x 48. */
    @Test
    fun boxesAreInPixelsOfTheFrame() {
        val sample = YuvPicture(YuvFormat(256, 192), YuvPicture.Layout.INTERLEAVED, 3)
        val frame = YuvFrame().apply { reset(sample.format, sample.planes) }
        val found = finder.find(Overview.of(frame, 48))
        val box = found.faces.single().box
        val corners = listOf(box.left, box.top, box.right, box.bottom).map { Math.round(it).toInt() }
        assertEquals(listOf(48, 16, 112, 80), corners)
        assertEquals(Turn.NONE, found.turn)
    }

    @Test
    fun aFaceThatIsTooSmallIsOnlyPossible() {
        assertEquals(1, finder.find(Overview.of(noise(150, 150, 1), 150)).possible.size)
    }

    @Test
    fun aTinyFrameIsNotSearched() {
        assertTrue(finder.find(Overview.of(noise(15, 80, 1), 64)).possible.isEmpty())
        assertEquals(0, runner.runs)
    }

    @Test
    fun closesTheDetector() {
        finder.close()
        assertTrue(runner.isClosed)
    }
}
