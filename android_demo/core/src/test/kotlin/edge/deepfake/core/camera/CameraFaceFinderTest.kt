package edge.deepfake.core.camera

import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Box
import edge.deepfake.core.support.FakeFinder
import edge.deepfake.core.support.YuvPicture
import edge.deepfake.core.support.faceAt
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

internal class CameraFaceFinderTest {
    @Test
    fun aLargeFrameIsLookedAtInOverview() {
        val inner = FakeFinder(listOf(faceAt(10.0, 20.0, 30.0)))
        val face = CameraFaceFinder(inner, minSide = 40).find(frame(160, 120)).single()
        assertEquals(listOf(40 to 30), inner.sizes)
        assertEquals(Box(40.0, 80.0, 160.0, 200.0), face.box)
        assertEquals(listOf(0f, 4f, 8f), face.keypoints.take(3))
    }

    @Test
    fun aSmallFrameIsLookedAtWhole() {
        val inner = FakeFinder(listOf(faceAt(1.0, 2.0, 3.0)))
        val finder = CameraFaceFinder(inner, minSide = 100)
        assertEquals(faceAt(1.0, 2.0, 3.0).box, finder.find(frame(160, 120)).single().box)
        finder.find(noise(500, 400, 1))
        assertEquals(listOf(160 to 120, 500 to 400), inner.sizes)
    }

    @Test
    fun closesWhatItWasGiven() {
        val inner = FakeFinder(emptyList())
        CameraFaceFinder(inner).close()
        assertTrue(inner.isClosed)
    }

    private fun frame(width: Int, height: Int): YuvFrame {
        val picture = YuvPicture(YuvFormat(width, height), YuvPicture.Layout.INTERLEAVED, 3)
        return YuvFrame().apply { reset(picture.format, picture.planes) }
    }
}
