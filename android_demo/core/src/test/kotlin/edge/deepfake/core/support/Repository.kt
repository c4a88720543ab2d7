package edge.deepfake.core.support

import java.io.File

/** The checkout: its golden vectors, bundles and samples are used where they lie. */
internal val REPOSITORY: File =
    File(checkNotNull(System.getProperty("repository")) { "-Drepository=<checkout>" })

/** Folder of the bundle that the project ships by default. */
internal val BUNDLE_FOLDER: File = File(REPOSITORY, "edge_runtime/bundles").let { bundles ->
    File(bundles, File(bundles, "DEFAULT").readText().trim())
}

/** Where tests leave what is worth keeping. */
internal val TEST_OUTPUT: File =
    File(checkNotNull(System.getProperty("output")) { "-Doutput=<folder>" })
