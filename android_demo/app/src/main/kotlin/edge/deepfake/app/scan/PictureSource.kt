package edge.deepfake.app.scan

import android.content.ContentResolver
import android.net.Uri
import edge.deepfake.app.picture.DecodedPicture
import edge.deepfake.app.picture.PictureReader
import edge.deepfake.app.picture.displayNameOf
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException

/** Reads pictures from other apps. Must not be used on the main thread. */
internal class PictureSource(private val resolver: ContentResolver) {
    private val reader = PictureReader(resolver)

    /** The picture's name for people, which becomes the result's `source`. */
    fun nameOf(uri: Uri): String = displayNameOf(resolver, uri)

    /**
     * Decodes the picture at [uri].
     *
     * Only `content:` URIs are read. With a `file:` URI, another app could make this app read its own private files.
     *
     * @throws ImageException if it cannot be read, is not a picture, or is too large.
     */
    fun read(uri: Uri): DecodedPicture {
        if (uri.scheme != ContentResolver.SCHEME_CONTENT) {
            throw ImageException(FailureCode.UNREADABLE, "only content of other apps is read, not ${uri.scheme}:")
        }
        return reader.read(uri)
    }
}
