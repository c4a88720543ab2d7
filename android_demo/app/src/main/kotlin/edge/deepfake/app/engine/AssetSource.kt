package edge.deepfake.app.engine

import android.content.res.AssetManager
import android.os.StrictMode
import edge.deepfake.core.contract.BundleSource

/** The bundle in the app's assets. StrictMode reports a read on the main thread. */
internal class AssetSource(private val assets: AssetManager) : BundleSource {
    override fun read(name: String): ByteArray {
        StrictMode.noteSlowCall("reads $name of the bundle")
        return assets.open(name).use { it.readBytes() }
    }
}
