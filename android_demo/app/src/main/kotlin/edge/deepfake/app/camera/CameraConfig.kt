package edge.deepfake.app.camera

import android.graphics.ImageFormat
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.util.Size

/**
 * A camera of the device, and the size of the frames that it delivers.
 *
 * @property id The system's camera id.
 * @property sensorOrientation Degrees clockwise by which a frame must be rotated to be upright on the device in its
 *   natural orientation.
 * @property size Size of a frame as the sensor delivers it.
 */
internal class CameraConfig(val id: String, val isFront: Boolean, val sensorOrientation: Int, val size: Size)

/** One camera per side of the device, the back camera first. Empty if no camera can be used. */
internal fun camerasOf(manager: CameraManager): List<CameraConfig> = try {
    manager.cameraIdList.mapNotNull { configOf(it, manager.getCameraCharacteristics(it)) }
        .sortedBy { it.isFront }
        .distinctBy { it.isFront }
} catch (_: CameraAccessException) {
    emptyList()
}

/** Null if the camera has no frame size that can be both shown and read. */
private fun configOf(id: String, facts: CameraCharacteristics): CameraConfig? {
    val streams = facts.get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP) ?: return null
    val shown = streams.getOutputSizes(SurfaceTexture::class.java).orEmpty().toSet()
    val read = streams.getOutputSizes(ImageFormat.YUV_420_888).orEmpty()
    val size = bestOf(read.filter { it in shown }) ?: return null
    val isFront = facts.get(CameraCharacteristics.LENS_FACING) == CameraCharacteristics.LENS_FACING_FRONT
    return CameraConfig(id, isFront, facts.get(CameraCharacteristics.SENSOR_ORIENTATION) ?: 0, size)
}

/**
 * The largest size of at most 1920 x 1080 pixels, which every device can stream to two targets at once. If all sizes
 * are larger, the smallest one.
 */
internal fun bestOf(sizes: List<Size>): Size? {
    val streamable = sizes.filter {
        maxOf(it.width, it.height) <= MAX_LONGER_SIDE &&
            minOf(it.width, it.height) <= MAX_SHORTER_SIDE
    }
    return streamable.maxByOrNull { it.width * it.height } ?: sizes.minByOrNull { it.width * it.height }
}

private const val MAX_LONGER_SIDE = 1920
private const val MAX_SHORTER_SIDE = 1080
