package edge.deepfake.app

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.FolderSource
import java.io.File

/** The checkout: its bundle and samples are used where they lie. */
internal val REPOSITORY: File = File(checkNotNull(System.getProperty("repository")) { "-Drepository=<checkout>" })

/** Folder of the bundle that the project ships by default. */
internal val BUNDLE_FOLDER: File = File(REPOSITORY, "edge_runtime/bundles").let { bundles ->
    File(bundles, File(bundles, "DEFAULT").readText().trim())
}

/** That bundle. */
internal val BUNDLE: Bundle by lazy { Bundle.open(FolderSource(BUNDLE_FOLDER)) }

/** A picture that the project ships to try it on. */
internal fun sample(name: String): ByteArray = File(REPOSITORY, "edge_runtime/samples/$name").readBytes()
