package edge.deepfake.core.contract

import java.io.File

/** A bundle in a folder. */
public class FolderSource(private val folder: File) : BundleSource {
    override fun read(name: String): ByteArray = File(folder, name).readBytes()
}
