package edge.deepfake.app.camera

import android.graphics.ImageFormat
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.hardware.camera2.params.StreamConfigurationMap
import android.util.Size
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowCameraCharacteristics
import org.robolectric.shadows.StreamConfigurationMapBuilder

/** Adds a camera to the device of the running test. */
internal fun addCamera(manager: CameraManager, id: String, facing: Int, sensorOrientation: Int) {
    val facts = ShadowCameraCharacteristics.newCameraCharacteristics()
    with(shadowOf(facts)) {
        set(CameraCharacteristics.LENS_FACING, facing)
        set(CameraCharacteristics.SENSOR_ORIENTATION, sensorOrientation)
        set(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP, streams(Size(640, 480)))
    }
    shadowOf(manager).addCamera(id, facts)
}

private fun streams(size: Size): StreamConfigurationMap = StreamConfigurationMapBuilder.newBuilder()
    .addOutputSize(ImageFormat.PRIVATE, size)
    .addOutputSize(ImageFormat.YUV_420_888, size)
    .build()
