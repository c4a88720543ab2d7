package edge.deepfake.app.camera

import android.media.Image
import android.os.Handler
import android.os.HandlerThread
import android.os.SystemClock
import edge.deepfake.app.engine.EngineRoom
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.NothingRunsException
import edge.deepfake.app.engine.Trouble
import edge.deepfake.app.settings.Settings
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvPlanes
import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.errors.EngineException
import java.io.Closeable
import java.util.concurrent.Executor

/**
 * The thread on which a camera's frames are judged, from the moment a camera screen is shown until it is left.
 *
 * @param seen Told on [main] what each judged frame shows.
 * @param broken Told on [main] why frames can no longer be judged.
 */
internal class Analysis(
    private val ready: EngineState.Ready,
    private val room: EngineRoom,
    private val settings: Settings,
    private val main: Executor,
    private val seen: (Sight) -> Unit,
    private val broken: (Trouble) -> Unit,
) : Closeable {
    private val thread = HandlerThread("camera").apply { start() }
    private var analyst: FrameAnalyst? = null
    private var nextAt = 0L
    private var isBroken = false

    /** Of the thread. */
    val handler: Handler = Handler(thread.looper)

    /** How often frames are judged; set from any thread. */
    @Volatile
    var pace: Pace = Pace.FULL

    /** Judges [image], unless it comes too early for the [pace]. On the [handler]'s thread. */
    fun take(image: Image, format: YuvFormat) {
        if (isDue()) judge(format, planesOf(image))
    }

    /** Judges a frame and tells; loads the network before the first. On the [handler]'s thread. */
    fun judge(format: YuvFormat, planes: YuvPlanes) {
        try {
            val sight = openAnalyst().look(format, planes)
            if (sight != null) main.execute { seen(sight) }
        } catch (error: NothingRunsException) {
            give(Trouble.NothingRuns(error.trials))
        } catch (error: EngineException) {
            give(Trouble.EngineFailed(error.message.orEmpty()))
        } catch (error: BundleException) {
            give(Trouble.DamagedBundle(error.message.orEmpty()))
        }
    }

    /** Ends the thread after the frame that is being judged. */
    override fun close() {
        handler.post {
            analyst?.close()
            analyst = null
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

    private fun openAnalyst(): FrameAnalyst = analyst
        ?: FrameAnalyst(room.openScanner(ready, forCamera = true), settings.smoothing.rule).also { analyst = it }

    private fun give(trouble: Trouble) {
        isBroken = true
        main.execute { broken(trouble) }
    }
}
