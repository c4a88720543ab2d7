package edge.deepfake.app.result

import android.content.ClipData
import android.content.Context
import android.content.Intent
import android.net.Uri
import edge.deepfake.core.result.ScanResult
import java.io.File
import java.io.IOException

/** Results as files that other apps may be handed, one by one; they lie in the cache, which the system empties. */
internal class ResultFiles(private val context: Context) {
    private val folder get() = File(context.cacheDir, "results")

    /**
     * Writes [result] and gives its address. Not to be called on the main thread.
     *
     * @throws IOException if the device has no room.
     */
    fun write(result: ScanResult): Uri {
        val file = File(folder, nameOf(result))
        folder.mkdirs()
        val partial = File(file.path + ".partial")
        partial.writeText(result.toJson())
        if (!partial.renameTo(file)) throw IOException("$file cannot be replaced")
        return Uri.Builder().scheme("content").authority(authorityOf(context)).appendPath(file.name).build()
    }

    /** The file of an address that [write] gave; null for any other. */
    fun fileOf(uri: Uri): File? {
        val name = uri.pathSegments.singleOrNull() ?: return null
        return File(folder, name).takeIf { NAME.matches(name) && it.isFile }
    }

    private fun nameOf(result: ScanResult): String {
        val stem = result.source.substringBeforeLast('.').lowercase().replace(UNUSUAL, "-").trim('-').take(LONGEST)
        return "${stem.ifEmpty { "picture" }}-scan.json"
    }

    internal companion object {
        const val TYPE = "application/json"
        private const val LONGEST = 60
        private val UNUSUAL = Regex("[^a-z0-9]+")
        private val NAME = Regex("[a-z0-9-]{1,80}\\.json")

        /** What [ResultProvider] is called in the manifest. */
        fun authorityOf(context: Context): String = "${context.packageName}.results"

        /** Asks which app to hand the file at [uri] to. */
        fun shareIntent(uri: Uri): Intent = Intent(Intent.ACTION_SEND)
            .setType(TYPE)
            .putExtra(Intent.EXTRA_STREAM, uri)
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
            .apply { clipData = ClipData.newRawUri("", uri) }
    }
}
