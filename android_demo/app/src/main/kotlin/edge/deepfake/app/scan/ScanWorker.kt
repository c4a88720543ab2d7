package edge.deepfake.app.scan

import android.graphics.Bitmap
import android.net.Uri
import edge.deepfake.app.engine.EngineManager
import edge.deepfake.app.engine.EngineProblem
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.NoWorkingCandidateException
import edge.deepfake.app.result.thumbnailOf
import edge.deepfake.app.settings.Settings
import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.scan.Scanner

/** Scans pictures on one background thread. It keeps its scanner open between pictures. */
internal class ScanWorker(
    private val engineManager: EngineManager,
    private val settings: Settings,
    private val source: PictureSource,
) {
    private var scanner: Scanner? = null
    private var openedFor: Any? = null

    /** Scans the picture at [uri]. A failure of the picture or of the network is a state, not an exception. */
    fun scan(ready: EngineState.Ready, uri: Uri): ScanState = try {
        var preview: Bitmap? = null
        val result = scannerFor(ready).scan(source.nameOf(uri)) {
            source.read(uri).also { preview = it.preview }.picture
        }
        ScanState.Done(result, preview?.let { thumbnailOf(it, THUMBNAIL_SIDE) }, preview)
    } catch (error: NoWorkingCandidateException) {
        broken(EngineProblem.NoWorkingCandidate(error.trials))
    } catch (error: EngineException) {
        broken(EngineProblem.EngineFailed(error.message.orEmpty()))
    } catch (error: BundleException) {
        broken(EngineProblem.DamagedBundle(error.message.orEmpty()))
    }

    /** Closes the scanner to free its memory. The next scan opens another one. */
    fun releaseScanner() {
        scanner?.close()
        scanner = null
    }

    private fun broken(problem: EngineProblem): ScanState {
        releaseScanner()
        return ScanState.Broken(problem)
    }

    /** The open scanner. It is replaced if the settings have changed or the self-test ran again. */
    private fun scannerFor(ready: EngineState.Ready): Scanner {
        val wanted = Triple(ready, settings.accelerator, settings.threads)
        if (wanted != openedFor) releaseScanner()
        return scanner ?: engineManager.openScanner(ready, forCamera = false).also {
            scanner = it
            openedFor = wanted
        }
    }

    private companion object {
        /** 64 dp on the densest screens, in pixels. */
        const val THUMBNAIL_SIDE = 256
    }
}
