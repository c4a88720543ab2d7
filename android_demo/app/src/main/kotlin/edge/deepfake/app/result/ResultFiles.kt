package edge.deepfake.app.result

import android.content.ClipData
import android.content.Context
import android.content.Intent
import android.net.Uri
import edge.deepfake.core.result.ScanResult
import java.io.File
import java.io.IOException

/**
 * Writes results to files that other apps can read one by one. The files are in the cache folder, which the system may
 * empty.
 */
internal class ResultFiles(private val context: Context) {
    private val folder get() = File(context.cacheDir, "results")

    /**
     * Writes [result] and gives its content URI. Must not run on the main thread.
     *
     * @throws IOException if the file cannot be written.
     */
    fun write(result: ScanResult): Uri {
        val file = File(folder, nameOf(result))
        folder.mkdirs()
        val partial = File(file.path + ".partial")
        partial.writeText(result.toJson())
        if (!partial.renameTo(file)) throw IOException("$file cannot be replaced")
        return Uri.Builder().scheme("content").authority(authorityOf(context)).appendPath(file.name).build()
    }

    /** The file of a content URI that [write] gave; null for any other URI. */
    fun fileOf(uri: Uri): File? {
        val name = uri.pathSegments.singleOrNull() ?: return null
        return File(folder, name).takeIf { NAME.matches(name) && it.isFile }
    }

    private fun nameOf(result: ScanResult): String {
        val stem = result.source.substringBeforeLast(
            '.',
        ).lowercase().replace(UNUSUAL, "-").trim('-').take(MAX_STEM_LENGTH)
        return "${stem.ifEmpty { "picture" }}-scan.json"
    }

    internal companion object {
        const val TYPE = "application/json"
        private const val MAX_STEM_LENGTH = 60
        private val UNUSUAL = Regex("[^a-z0-9]+")
        private val NAME = Regex("[a-z0-9-]{1,80}\\.json")

        /** The authority of [ResultProvider] in the manifest. */
        fun authorityOf(context: Context): String = "${context.packageName}.results"

        /** The intent that shares the file at [uri]. */
        fun shareIntent(uri: Uri): Intent = Intent(Intent.ACTION_SEND)
            .setType(TYPE)
            .putExtra(Intent.EXTRA_STREAM, uri)
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
            .apply { clipData = ClipData.newRawUri("", uri) }
    }
}
