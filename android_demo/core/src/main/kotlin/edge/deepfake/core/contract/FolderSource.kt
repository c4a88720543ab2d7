package edge.deepfake.core.contract

import java.io.File

/** Reads a bundle from a folder. */
public class FolderSource(private val folder: File) : BundleSource {
    override fun read(name: String): ByteArray = File(folder, name).readBytes()
}
