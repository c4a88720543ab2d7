package edge.deepfake.app.camera

import android.graphics.Matrix
import android.graphics.RectF
import android.util.Size
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.image.Box

/**
 * How a camera's picture fills a view: turned upright and cut at two sides.
 *
 * @param deviceTurn Degrees by which the screen's content is turned from the device's natural position
 *   (`Surface.ROTATION_*` times 90).
 */
internal class PreviewFit(private val camera: CameraChoice, private val deviceTurn: Int, private val view: Size) {
    /** How a frame of the sensor becomes the upright picture that the screen shows. */
    val format: YuvFormat = YuvFormat(
        width = camera.size.width,
        height = camera.size.height,
        rotation = (camera.sensorTurn + (if (camera.isFront) deviceTurn else FULL_TURN - deviceTurn)) % FULL_TURN,
        mirrored = camera.isFront,
    )

    private val scale =
        maxOf(view.width.toFloat() / format.uprightWidth, view.height.toFloat() / format.uprightHeight)

    /**
     * What a TextureView must do: it turns frames as for the device's natural position, and stretches them over
     * itself.
     */
    fun matrix(): Matrix {
        val lies = camera.sensorTurn % HALF_TURN != 0
        val natural = if (lies) Size(camera.size.height, camera.size.width) else camera.size
        val x = view.width / 2f
        val y = view.height / 2f
        return Matrix().apply {
            setScale(natural.width.toFloat() / view.width, natural.height.toFloat() / view.height, x, y)
            postRotate(-deviceTurn.toFloat(), x, y)
            postScale(scale, scale, x, y)
        }
    }

    /** Where a box of the upright picture lies in the view. */
    fun place(box: Box, into: RectF) {
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
