package edge.deepfake.app.camera

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Matrix
import android.graphics.drawable.BitmapDrawable
import android.util.Size
import android.view.View
import edge.deepfake.app.APP
import edge.deepfake.app.R
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.settle
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvPlane
import edge.deepfake.core.camera.YuvPlanes
import java.nio.ByteBuffer
import kotlin.math.roundToInt

/**
 * Shows [picture] to the camera screen: it is scanned as three camera frames, and the verdict is shown.
 *
 * A TextureView draws nothing here, so the picture is drawn behind it, where a device would show it.
 */
internal fun seeInCamera(screen: CameraActivity, picture: Bitmap) {
    val width = picture.width and 1.inv()
    val height = picture.height and 1.inv()
    val preview = screen.findViewById<View>(R.id.preview)
    val camera = CameraConfig("0", isFront = false, sensorOrientation = 0, size = Size(width, height))
    val transform = PreviewTransform(camera, 0, Size(preview.width, preview.height))
    val ready = APP.engineManager.state.value as EngineState.Ready
    val frameScanner = FrameScanner(APP.engineManager.openScanner(ready, forCamera = true), APP.settings.smoothing.rule)
    val frameVerdicts = frameScanner.use {
        List(3) { _ -> checkNotNull(it.scan(transform.format, planesOf(picture, transform.format))) }
    }
    screen.transform = transform
    screen.onFrameVerdict(frameVerdicts.last())
    settle()
    preview.visibility = View.INVISIBLE
    (preview.parent as View).background = BitmapDrawable(screen.resources, filling(picture, preview))
}

/** [picture] scaled and cropped to fill [view]. */
private fun filling(picture: Bitmap, view: View): Bitmap {
    val filled = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
    val scale = maxOf(view.width.toFloat() / picture.width, view.height.toFloat() / picture.height)
    val matrix = Matrix().apply {
        setScale(scale, scale)
        postTranslate((view.width - picture.width * scale) / 2, (view.height - picture.height * scale) / 2)
    }
    Canvas(filled).drawBitmap(picture, matrix, null)
    return filled
}

/** Converts [picture] to a camera frame: full range, ITU-R BT.601, chroma at half the size. */
internal fun planesOf(picture: Bitmap, format: YuvFormat): YuvPlanes {
    val planes = List(3) { ByteBuffer.allocateDirect(format.width * format.height / if (it == 0) 1 else 4) }
    for (y in 0 until format.height) {
        for (x in 0 until format.width) {
            val colour = picture.getPixel(x, y)
            val (r, g, b) = listOf(16, 8, 0).map { (colour shr it and 0xFF).toDouble() }
            val luma = 0.299 * r + 0.587 * g + 0.114 * b
            planes[0].put(y * format.width + x, byteOf(luma))
            if (x % 2 == 1 || y % 2 == 1) continue
            val at = y / 2 * (format.width / 2) + x / 2
            planes[1].put(at, byteOf(128 + (b - luma) / 1.772))
            planes[2].put(at, byteOf(128 + (r - luma) / 1.402))
        }
    }
    val half = format.width / 2
    return YuvPlanes(YuvPlane(planes[0], format.width, 1), YuvPlane(planes[1], half, 1), YuvPlane(planes[2], half, 1))
}

private fun byteOf(level: Double): Byte = level.roundToInt().coerceIn(0, 255).toByte()
