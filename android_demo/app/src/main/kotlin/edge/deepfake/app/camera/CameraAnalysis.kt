package edge.deepfake.app.camera

import android.media.Image
import android.os.Handler
import android.os.HandlerThread
import android.os.SystemClock
import edge.deepfake.app.engine.EngineManager
import edge.deepfake.app.engine.EngineProblem
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.NoWorkingCandidateException
import edge.deepfake.app.settings.Settings
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvPlanes
import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.errors.EngineException
import java.io.Closeable
import java.util.concurrent.Executor

/**
 * The thread that scans camera frames. It lives from the moment the camera screen comes to the front until it is left.
 *
 * @param onVerdict Called on [main] with the verdict of each scanned frame.
 * @param onProblem Called on [main] when frames can no longer be scanned.
 */
internal class CameraAnalysis(
    private val ready: EngineState.Ready,
    private val engineManager: EngineManager,
    private val settings: Settings,
    private val main: Executor,
    private val onVerdict: (FrameVerdict) -> Unit,
    private val onProblem: (EngineProblem) -> Unit,
) : Closeable {
    private val thread = HandlerThread("camera").apply { start() }
    private var frameScanner: FrameScanner? = null
    private var nextAt = 0L
    private var isBroken = false

    /** Handler of the analysis thread. */
    val handler: Handler = Handler(thread.looper)

    /** How often frames are scanned. May be set from any thread. */
    @Volatile
    var pace: Pace = Pace.FULL

    /** Scans [image], unless the [pace] says that it comes too early. Runs on the [handler]'s thread. */
    fun onFrame(image: Image, format: YuvFormat) {
        if (isDue()) scan(format, planesOf(image))
    }

    /** Scans a frame and reports its verdict; the first call loads the network. Runs on the [handler]'s thread. */
    fun scan(format: YuvFormat, planes: YuvPlanes) {
        try {
            val frameVerdict = openFrameScanner().scan(format, planes)
            if (frameVerdict != null) main.execute { onVerdict(frameVerdict) }
        } catch (error: NoWorkingCandidateException) {
            fail(EngineProblem.NoWorkingCandidate(error.trials))
        } catch (error: EngineException) {
            fail(EngineProblem.EngineFailed(error.message.orEmpty()))
        } catch (error: BundleException) {
            fail(EngineProblem.DamagedBundle(error.message.orEmpty()))
        }
    }

    /** Stops the thread after the frame that is being scanned. */
    override fun close() {
        handler.post {
            frameScanner?.close()
            frameScanner = null
            isBroken = true
        }
        thread.quitSafely()
    }

    private fun isDue(): Boolean {
        val rest = pace.restMillis
        val now = SystemClock.elapsedRealtime()
        if (isBroken || rest == null || now < nextAt) return false
        nextAt = now + rest
        return true
    }

    private fun openFrameScanner(): FrameScanner = frameScanner
        ?: FrameScanner(engineManager.openScanner(ready, forCamera = true), settings.smoothing.rule).also {
            frameScanner =
                it
        }

    private fun fail(problem: EngineProblem) {
        isBroken = true
        main.execute { onProblem(problem) }
    }
}
