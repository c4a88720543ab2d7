package edge.deepfake.app.scan

import android.graphics.Bitmap
import edge.deepfake.app.engine.EngineProblem
import edge.deepfake.core.result.ScanResult

/** State of the scan of one picture. */
internal sealed class ScanState {
    /** The picture waits for its turn, or is being scanned. */
    object Waiting : ScanState()

    /**
     * The picture was scanned, or it failed.
     *
     * @property thumbnail A small square copy; null if the picture could not be decoded.
     * @property preview The upright copy for the screen; null also if it was dropped to save memory.
     */
    class Done(val result: ScanResult, val thumbnail: Bitmap?, val preview: Bitmap?) : ScanState()

    /** No picture can be scanned, because of [problem]. */
    class Broken(val problem: EngineProblem) : ScanState()
}
