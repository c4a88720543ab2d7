package edge.deepfake.app

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.FolderSource
import java.io.File

/** The root of the repository. Tests use its bundle and samples directly. */
internal val REPOSITORY: File = File(checkNotNull(System.getProperty("repository")) { "-Drepository=<checkout>" })

/** Folder of the default bundle. */
internal val BUNDLE_FOLDER: File = File(REPOSITORY, "edge_runtime/bundles").let { bundles ->
    File(bundles, File(bundles, "DEFAULT").readText().trim())
}

/** The default bundle. */
internal val BUNDLE: Bundle by lazy { Bundle.open(FolderSource(BUNDLE_FOLDER)) }

/** Reads a sample picture of the project. */
internal fun sample(name: String): ByteArray = File(REPOSITORY, "edge_runtime/samples/$name").readBytes()
