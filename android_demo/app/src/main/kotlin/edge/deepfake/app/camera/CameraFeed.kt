package edge.deepfake.app.camera

import android.annotation.SuppressLint
import android.annotation.TargetApi
import android.graphics.ImageFormat
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CaptureRequest
import android.hardware.camera2.params.OutputConfiguration
import android.hardware.camera2.params.SessionConfiguration
import android.media.Image
import android.media.ImageReader
import android.os.Build
import android.os.Handler
import android.view.Surface
import java.util.concurrent.Executor

/**
 * An open camera. It shows its frames on [screen] and passes the newest frame to [take]. Frames that arrive while
 * another frame is being scanned are dropped.
 *
 * Everything except the frames is handled on the main thread, because the frames' thread may end first: a camera that
 * opens after the screen was left must still be closed.
 *
 * @param frames Handler of the thread that receives frames.
 * @param main Handler of the main thread.
 * @param take Called with each frame. It must not keep the image, which is closed afterwards.
 * @param failed Called with the reason, in English, if the camera delivers no frames. Not called after [close].
 */
internal class CameraFeed(
    private val manager: CameraManager,
    private val camera: CameraConfig,
    private val screen: Surface,
    private val frames: Handler,
    private val main: Handler,
    private val take: (Image) -> Unit,
    private val failed: (String) -> Unit,
) {
    private val reader =
        ImageReader.newInstance(camera.size.width, camera.size.height, ImageFormat.YUV_420_888, FRAMES_AT_ONCE)
    private var device: CameraDevice? = null

    @Volatile
    private var isClosed = false

    init {
        reader.setOnImageAvailableListener({ takeNewest() }, frames)
    }

    /** Opens the camera asynchronously. The caller has checked the camera permission. */
    @SuppressLint("MissingPermission")
    fun open() {
        trying { manager.openCamera(camera.id, DeviceListener(), main) }
    }

    /** Closes the camera after the frame that is being scanned, and then calls [closed]. */
    fun close(closed: () -> Unit) {
        isClosed = true
        val opened = device
        frames.post {
            opened?.close()
            reader.close()
            screen.release()
            main.post(closed)
        }
    }

    private fun takeNewest() {
        if (isClosed) return
        reader.acquireLatestImage()?.use(take)
    }

    private fun configure(opened: CameraDevice) {
        val request = opened.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW).apply {
            addTarget(screen)
            addTarget(reader.surface)
            set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
        }.build()
        val surfaces = listOf(screen, reader.surface)
        val listener = SessionListener(request)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            openSession(opened, surfaces, listener)
        } else {
            @Suppress("DEPRECATION") // The replacement needs Android 9.
            opened.createCaptureSession(surfaces, listener, main)
        }
    }

    @TargetApi(Build.VERSION_CODES.P)
    private fun openSession(
        opened: CameraDevice,
        surfaces: List<Surface>,
        listener: CameraCaptureSession.StateCallback,
    ) {
        val outputs = surfaces.map { OutputConfiguration(it) }
        val executor = Executor { main.post(it) }
        opened.createCaptureSession(
            SessionConfiguration(SessionConfiguration.SESSION_REGULAR, outputs, executor, listener),
        )
    }

    /**
     * Any camera call may fail: another app, a device policy or the privacy switch can take the camera away at any
     * moment.
     */
    private fun trying(work: () -> Unit) {
        try {
            work()
        } catch (error: CameraAccessException) {
            fail(error.message.orEmpty())
        } catch (error: SecurityException) {
            fail(error.message.orEmpty())
        } catch (error: IllegalArgumentException) {
            fail(error.message.orEmpty())
        } catch (error: IllegalStateException) {
            fail(error.message.orEmpty())
        }
    }

    private fun fail(reason: String) {
        if (!isClosed) failed(reason)
    }

    private inner class DeviceListener : CameraDevice.StateCallback() {
        override fun onOpened(camera: CameraDevice) {
            device = camera
            if (isClosed) camera.close() else trying { configure(camera) }
        }

        override fun onDisconnected(camera: CameraDevice) {
            camera.close()
            fail("the camera was disconnected")
        }

        override fun onError(camera: CameraDevice, error: Int) {
            camera.close()
            fail("camera error $error")
        }
    }

    private inner class SessionListener(private val request: CaptureRequest) : CameraCaptureSession.StateCallback() {
        override fun onConfigured(session: CameraCaptureSession) {
            if (!isClosed) trying { session.setRepeatingRequest(request, null, main) }
        }

        override fun onConfigureFailed(session: CameraCaptureSession) {
            fail("the camera does not deliver frames of ${camera.size}")
        }
    }

    private companion object {
        /** `acquireLatestImage` needs two images: the one that is being scanned and the newest one. */
        const val FRAMES_AT_ONCE = 2
    }
}
