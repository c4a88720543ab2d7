package edge.deepfake.app.engine

import android.content.res.AssetManager
import edge.deepfake.core.BundleSource

/** The bundle that lies in the app's assets. */
internal class AssetSource(private val assets: AssetManager) : BundleSource {
    override fun read(name: String): ByteArray = assets.open(name).use { it.readBytes() }
}
