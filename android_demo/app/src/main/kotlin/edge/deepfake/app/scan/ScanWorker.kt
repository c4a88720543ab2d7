package edge.deepfake.app.scan

import android.graphics.Bitmap
import android.net.Uri
import edge.deepfake.app.engine.EngineRoom
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.NothingRunsException
import edge.deepfake.app.engine.Trouble
import edge.deepfake.app.result.thumbnailOf
import edge.deepfake.app.settings.Settings
import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.scan.Scanner

/** Scans picture after picture on one background thread, with a scanner that it keeps. */
internal class ScanWorker(
    private val room: EngineRoom,
    private val settings: Settings,
    private val source: PictureSource,
) {
    private var scanner: Scanner? = null
    private var openedFor: Any? = null

    /** Scans what lies behind [uri]; never throws what a picture or a network can cause. */
    fun scan(ready: EngineState.Ready, uri: Uri): ScanState = try {
        var preview: Bitmap? = null
        val result = scannerFor(ready).scan(source.nameOf(uri)) {
            source.read(uri).also { preview = it.preview }.picture
        }
        ScanState.Done(result, preview?.let { thumbnailOf(it, THUMBNAIL_SIDE) }, preview)
    } catch (error: NothingRunsException) {
        broken(Trouble.NothingRuns(error.trials))
    } catch (error: EngineException) {
        broken(Trouble.EngineFailed(error.message.orEmpty()))
    } catch (error: BundleException) {
        broken(Trouble.DamagedBundle(error.message.orEmpty()))
    }

    /** Gives the scanner's memory back; the next scan opens another. */
    fun rest() {
        scanner?.close()
        scanner = null
    }

    private fun broken(trouble: Trouble): ScanState {
        rest()
        return ScanState.Broken(trouble)
    }

    /** The kept scanner, unless the settings have changed or the device was tested again. */
    private fun scannerFor(ready: EngineState.Ready): Scanner {
        val wanted = Triple(ready, settings.accelerator, settings.threads)
        if (wanted != openedFor) rest()
        return scanner ?: room.openScanner(ready, forCamera = false).also {
            scanner = it
            openedFor = wanted
        }
    }

    private companion object {
        /** 64 dp on the densest screens. */
        const val THUMBNAIL_SIDE = 256
    }
}
