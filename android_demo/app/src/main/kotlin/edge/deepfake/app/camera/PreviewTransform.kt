package edge.deepfake.app.camera

import android.graphics.Matrix
import android.graphics.RectF
import android.util.Size
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.image.Box

/**
 * Maps the camera's picture to the preview: rotated upright, and cropped at two sides so that it fills the view.
 *
 * @param displayRotation Rotation of the display from the device's natural orientation, in degrees
 *   (`Surface.ROTATION_*` times 90).
 */
internal class PreviewTransform(
    private val camera: CameraConfig,
    private val displayRotation: Int,
    private val view: Size,
) {
    /** How a frame of the sensor is rotated and mirrored to become the upright picture on the screen. */
    val format: YuvFormat = YuvFormat(
        width = camera.size.width,
        height = camera.size.height,
        rotation =
            (camera.sensorOrientation + (if (camera.isFront) displayRotation else FULL_TURN - displayRotation)) %
                FULL_TURN,
        mirrored = camera.isFront,
    )

    private val scale =
        maxOf(view.width.toFloat() / format.uprightWidth, view.height.toFloat() / format.uprightHeight)

    /**
     * The matrix for `TextureView.setTransform`. Without it, a TextureView rotates frames for the natural orientation
     * and stretches them over the view.
     */
    fun matrix(): Matrix {
        val lies = camera.sensorOrientation % HALF_TURN != 0
        val natural = if (lies) Size(camera.size.height, camera.size.width) else camera.size
        val x = view.width / 2f
        val y = view.height / 2f
        return Matrix().apply {
            setScale(natural.width.toFloat() / view.width, natural.height.toFloat() / view.height, x, y)
            postRotate(-displayRotation.toFloat(), x, y)
            postScale(scale, scale, x, y)
        }
    }

    /** Writes the position in the view of a box of the upright picture. */
    fun mapBox(box: Box, into: RectF) {
        val left = (view.width - format.uprightWidth * scale) / 2
        val top = (view.height - format.uprightHeight * scale) / 2
        into.set(
            left + box.left.toFloat() * scale,
            top + box.top.toFloat() * scale,
            left + box.right.toFloat() * scale,
            top + box.bottom.toFloat() * scale,
        )
    }

    private companion object {
        const val HALF_TURN = 180
        const val FULL_TURN = 360
    }
}
