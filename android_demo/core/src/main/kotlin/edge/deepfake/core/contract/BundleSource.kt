package edge.deepfake.core.contract

import java.io.IOException

/** Reads the files of a bundle: from a folder on a computer, from the assets on a phone. */
public fun interface BundleSource {
    /**
     * Reads a file.
     *
     * @param name A file name without a folder.
     * @throws IOException if there is no such file, or it cannot be read.
     */
    @Throws(IOException::class)
    public fun read(name: String): ByteArray
}
