package edge.deepfake.app.result

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException

/** Lets the app that the person chose read one result. Nothing else can be read, and nothing can be written. */
internal class ResultProvider : ContentProvider() {
    private val files by lazy { ResultFiles(hostContext) }

    /** `requireContext` needs Android 11. */
    private val hostContext: Context get() = checkNotNull(context) { "the provider is not attached" }

    override fun onCreate(): Boolean = true

    override fun getType(uri: Uri): String? = files.fileOf(uri)?.let { ResultFiles.TYPE }

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        if (mode != "r") throw FileNotFoundException("results can only be read")
        return ParcelFileDescriptor.open(found(uri), ParcelFileDescriptor.MODE_READ_ONLY)
    }

    override fun query(
        uri: Uri,
        columns: Array<String>?,
        where: String?,
        values: Array<String>?,
        order: String?,
    ): Cursor {
        val file = files.fileOf(uri)
        val facts = mapOf(OpenableColumns.DISPLAY_NAME to file?.name, OpenableColumns.SIZE to file?.length())
        val asked = (columns?.toList() ?: facts.keys.toList()).filter { it in facts }
        return MatrixCursor(asked.toTypedArray()).apply { if (file != null) addRow(asked.map { facts[it] }) }
    }

    override fun insert(uri: Uri, values: ContentValues?): Uri? = throw UnsupportedOperationException()

    override fun update(uri: Uri, values: ContentValues?, where: String?, arguments: Array<String>?): Int =
        throw UnsupportedOperationException()

    override fun delete(uri: Uri, where: String?, arguments: Array<String>?): Int =
        throw UnsupportedOperationException()

    private fun found(uri: Uri): File = files.fileOf(uri) ?: throw FileNotFoundException(uri.toString())
}
