package edge.deepfake.core.support

import java.io.File

/** The root of the repository. Tests use its golden vectors, bundles and samples directly. */
internal val REPOSITORY: File =
    File(checkNotNull(System.getProperty("repository")) { "-Drepository=<checkout>" })

/** Folder of the default bundle. */
internal val BUNDLE_FOLDER: File = File(REPOSITORY, "edge_runtime/bundles").let { bundles ->
    File(bundles, File(bundles, "DEFAULT").readText().trim())
}

/** Folder for files that tests keep. */
internal val TEST_OUTPUT: File =
    File(checkNotNull(System.getProperty("output")) { "-Doutput=<folder>" })
