package edge.deepfake.app.scan

import android.graphics.Bitmap
import edge.deepfake.app.engine.Trouble
import edge.deepfake.core.result.ScanResult

/** How far the app is with one picture. */
internal sealed class ScanState {
    /** Its turn has not come yet, or it is being looked at. */
    object Waiting : ScanState()

    /**
     * It was judged, or it failed.
     *
     * @property thumbnail A small square of it; null if it could not be decoded.
     * @property preview Upright, for the screen; null also where it was dropped to save memory.
     */
    class Done(val result: ScanResult, val thumbnail: Bitmap?, val preview: Bitmap?) : ScanState()

    /** Nothing can be judged at all. */
    class Broken(val trouble: Trouble) : ScanState()
}
