package edge.deepfake.core.contract

import java.io.IOException

/** Where a bundle's files lie: a folder on a computer, the assets on a phone. */
public fun interface BundleSource {
    /**
     * The bytes of a file.
     *
     * @param name A plain name, without a folder.
     * @throws IOException if there is none or it cannot be read.
     */
    @Throws(IOException::class)
    public fun read(name: String): ByteArray
}
