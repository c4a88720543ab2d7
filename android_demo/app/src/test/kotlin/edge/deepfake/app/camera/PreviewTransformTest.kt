package edge.deepfake.app.camera

import android.graphics.RectF
import android.util.Size
import edge.deepfake.core.image.Box
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class PreviewTransformTest {
    private val back = CameraConfig("0", isFront = false, sensorOrientation = 90, size = Size(1920, 1080))
    private val front = CameraConfig("1", isFront = true, sensorOrientation = 270, size = Size(640, 480))

    private fun turns(camera: CameraConfig) =
        listOf(0, 90, 180, 270).map { PreviewTransform(camera, it, Size(1080, 2000)).format.rotation }

    @Test
    fun turnsFramesUpright() {
        assertEquals(listOf(90, 0, 270, 180), turns(back))
        assertEquals(listOf(270, 0, 90, 180), turns(front))
        assertTrue(PreviewTransform(front, 0, Size(1, 1)).format.mirrored)
    }

    @Test
    fun fillsTheViewWithTheMiddleOfThePicture() {
        val transform = PreviewTransform(back, 0, Size(1080, 2400))
        val placed = RectF()
        transform.mapBox(Box(0.0, 0.0, 1080.0, 1920.0), placed)
        assertEquals(RectF(-135f, 0f, 1215f, 2400f), placed)
    }

    /**
     * A TextureView stretches the upright picture over itself. The matrix must move every corner to where boxes are
     * drawn.
     */
    @Test
    fun showsThePictureWhereItsBoxesAre() {
        for (camera in listOf(back, front)) {
            for (turn in listOf(0, 90, 180, 270)) {
                for (view in listOf(Size(1080, 2400), Size(2400, 1080), Size(500, 500))) check(camera, turn, view)
            }
        }
    }

    private fun check(camera: CameraConfig, turn: Int, view: Size) {
        val transform = PreviewTransform(camera, turn, view)
        val shown = RectF(0f, 0f, view.width.toFloat(), view.height.toFloat())
        transform.matrix().mapRect(shown)
        val placed = RectF()
        transform.mapBox(
            Box(0.0, 0.0, transform.format.uprightWidth.toDouble(), transform.format.uprightHeight.toDouble()),
            placed,
        )
        assertEquals(placed.left, shown.left, ROUNDING)
        assertEquals(placed.top, shown.top, ROUNDING)
        assertEquals(placed.right, shown.right, ROUNDING)
        assertEquals(placed.bottom, shown.bottom, ROUNDING)
        assertTrue(shown.left <= ROUNDING && shown.top <= ROUNDING)
        assertTrue(shown.right >= view.width - ROUNDING && shown.bottom >= view.height - ROUNDING)
    }

    @Test
    fun asksForFramesThatEveryDeviceCanStream() {
        val sizes = listOf(Size(4000, 3000), Size(1920, 1080), Size(1280, 720), Size(320, 240))
        assertEquals(Size(1920, 1080), bestOf(sizes))
        assertEquals(Size(4000, 3000), bestOf(sizes.take(1)))
        assertEquals(null, bestOf(emptyList()))
    }

    private companion object {
        const val ROUNDING = 0.5f
    }
}
