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
 * An open camera: it shows its frames on [screen] and hands the newest to [take]. A frame that comes while another is
 * analysed is dropped.
 *
 * All but the frames happens on the main thread, which outlives the one of the frames: a camera that opens only after
 * the screen was left must still be closed.
 *
 * @param frames Of the thread on which frames are taken.
 * @param main Of the main thread.
 * @param take Must not keep the image; it is closed afterwards.
 * @param failed Told why there are no frames, in English; not after [close].
 */
internal class CameraFeed(
    private val manager: CameraManager,
    private val camera: CameraChoice,
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

    /** Opens the camera, which takes a moment. The person has given the permission. */
    @SuppressLint("MissingPermission")
    fun open() {
        trying { manager.openCamera(camera.id, DeviceListener(), main) }
    }

    /** Gives the camera back after the frame that is being analysed; [closed] is told then. */
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
            @Suppress("DEPRECATION") // Its successor needs Android 9.
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

    /** A camera can be taken away at any moment: by another app, by policy, by the person's switch. */
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
            fail("the camera was taken away")
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
            fail("the camera refuses frames of ${camera.size}")
        }
    }

    private companion object {
        /** One that is analysed, and the newest; acquireLatestImage needs two. */
        const val FRAMES_AT_ONCE = 2
    }
}
