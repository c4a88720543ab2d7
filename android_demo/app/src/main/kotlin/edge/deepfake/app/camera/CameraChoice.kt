package edge.deepfake.app.camera

import android.graphics.ImageFormat
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.util.Size

/**
 * A camera of the device and the frames that are asked of it.
 *
 * @property id As the system calls it.
 * @property sensorTurn Degrees clockwise from the sensor's frames to the device held upright.
 * @property size Of its frames, as the sensor gives them.
 */
internal class CameraChoice(val id: String, val isFront: Boolean, val sensorTurn: Int, val size: Size)

/** One camera for each side of the device, the back one first; empty if there is none that can be used. */
internal fun camerasOf(manager: CameraManager): List<CameraChoice> = try {
    manager.cameraIdList.mapNotNull { choiceOf(it, manager.getCameraCharacteristics(it)) }
        .sortedBy { it.isFront }
        .distinctBy { it.isFront }
} catch (_: CameraAccessException) {
    emptyList()
}

/** Null if the camera gives no frames that can be both shown and read. */
private fun choiceOf(id: String, facts: CameraCharacteristics): CameraChoice? {
    val streams = facts.get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP) ?: return null
    val shown = streams.getOutputSizes(SurfaceTexture::class.java).orEmpty().toSet()
    val read = streams.getOutputSizes(ImageFormat.YUV_420_888).orEmpty()
    val size = bestOf(read.filter { it in shown }) ?: return null
    val isFront = facts.get(CameraCharacteristics.LENS_FACING) == CameraCharacteristics.LENS_FACING_FRONT
    return CameraChoice(id, isFront, facts.get(CameraCharacteristics.SENSOR_ORIENTATION) ?: 0, size)
}

/** The largest that every device can stream in two ways at once; the smallest of all where all are larger. */
internal fun bestOf(sizes: List<Size>): Size? {
    val fitting = sizes.filter { maxOf(it.width, it.height) <= LONGEST && minOf(it.width, it.height) <= SHORTEST }
    return fitting.maxByOrNull { it.width * it.height } ?: sizes.minByOrNull { it.width * it.height }
}

private const val LONGEST = 1920
private const val SHORTEST = 1080
