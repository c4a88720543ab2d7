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
import java.io.Closeable
import java.util.concurrent.Executor

/**
 * An open camera: it shows its frames on [screen] and hands the newest to [take]. A frame that comes while another is
 * analysed is dropped.
 *
 * @param handler Of the thread on which frames are taken and the camera is driven.
 * @param take Must not keep the image; it is closed afterwards.
 * @param failed Told once why there are no frames, in English.
 */
internal class CameraFeed(
    private val manager: CameraManager,
    private val camera: CameraChoice,
    private val screen: Surface,
    private val handler: Handler,
    private val take: (Image) -> Unit,
    private val failed: (String) -> Unit,
) : Closeable {
    private val reader =
        ImageReader.newInstance(camera.size.width, camera.size.height, ImageFormat.YUV_420_888, FRAMES_AT_ONCE)
    private var device: CameraDevice? = null
    private var isClosed = false

    init {
        reader.setOnImageAvailableListener({ takeNewest() }, handler)
    }

    /** Opens the camera, which takes a moment. The person has given the permission. */
    @SuppressLint("MissingPermission")
    fun open() {
        trying { manager.openCamera(camera.id, DeviceListener(), handler) }
    }

    /** Gives the camera back; on any thread. */
    override fun close() {
        handler.post {
            isClosed = true
            device?.close()
            reader.close()
            screen.release()
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
            opened.createCaptureSession(surfaces, listener, handler)
        }
    }

    @TargetApi(Build.VERSION_CODES.P)
    private fun openSession(
        opened: CameraDevice,
        surfaces: List<Surface>,
        listener: CameraCaptureSession.StateCallback,
    ) {
        val outputs = surfaces.map { OutputConfiguration(it) }
        val executor = Executor { handler.post(it) }
        opened.createCaptureSession(
            SessionConfiguration(SessionConfiguration.SESSION_REGULAR, outputs, executor, listener),
        )
    }

    /** A camera can be taken away at any moment: by another app, by policy, by the person's switch. */
    private fun trying(work: () -> Unit) {
        try {
            work()
        } catch (error: CameraAccessException) {
            failed(error.message.orEmpty())
        } catch (error: SecurityException) {
            failed(error.message.orEmpty())
        } catch (error: IllegalArgumentException) {
            failed(error.message.orEmpty())
        } catch (error: IllegalStateException) {
            failed(error.message.orEmpty())
        }
    }

    private inner class DeviceListener : CameraDevice.StateCallback() {
        override fun onOpened(camera: CameraDevice) {
            device = camera
            if (isClosed) camera.close() else trying { configure(camera) }
        }

        override fun onDisconnected(camera: CameraDevice) {
            camera.close()
            failed("the camera was taken away")
        }

        override fun onError(camera: CameraDevice, error: Int) {
            camera.close()
            failed("camera error $error")
        }
    }

    private inner class SessionListener(private val request: CaptureRequest) : CameraCaptureSession.StateCallback() {
        override fun onConfigured(session: CameraCaptureSession) {
            if (!isClosed) trying { session.setRepeatingRequest(request, null, handler) }
        }

        override fun onConfigureFailed(session: CameraCaptureSession) {
            failed("the camera refuses frames of ${camera.size}")
        }
    }

    private companion object {
        /** One that is analysed, and the newest; acquireLatestImage needs two. */
        const val FRAMES_AT_ONCE = 2
    }
}
