package edge.deepfake.app.picture

import android.content.ContentResolver
import android.database.Cursor
import android.net.Uri
import android.provider.OpenableColumns

/** The name of the picture at [uri]: the one that its app gives, or the last segment of the URI. */
internal fun displayNameOf(resolver: ContentResolver, uri: Uri): String {
    val name = try {
        resolver.query(uri, arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)?.use(::firstText)
    } catch (_: SecurityException) {
        null
    } catch (_: IllegalArgumentException) {
        null
    } catch (_: UnsupportedOperationException) {
        null
    }
    return name ?: uri.lastPathSegment ?: uri.toString()
}

private fun firstText(cursor: Cursor): String? =
    if (cursor.moveToFirst() && cursor.columnCount > 0) cursor.getString(0) else null
