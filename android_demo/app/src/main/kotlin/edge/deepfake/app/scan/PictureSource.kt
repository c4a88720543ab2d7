package edge.deepfake.app.scan

import android.content.ContentResolver
import android.net.Uri
import edge.deepfake.app.picture.DecodedPicture
import edge.deepfake.app.picture.PictureReader
import edge.deepfake.app.picture.displayNameOf
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException

/** Where pictures come from: other apps' content. Not to be used on the main thread. */
internal class PictureSource(private val resolver: ContentResolver) {
    private val reader = PictureReader(resolver)

    /** What people call it; stands in the result as its source. */
    fun nameOf(uri: Uri): String = displayNameOf(resolver, uri)

    /**
     * Decodes it.
     *
     * Only content that another app offers is read: a path to a file would let any app have this app's own files
     * looked at.
     *
     * @throws ImageException if it cannot be read, is no picture, or is too large.
     */
    fun read(uri: Uri): DecodedPicture {
        if (uri.scheme != ContentResolver.SCHEME_CONTENT) {
            throw ImageException(FailureCode.UNREADABLE, "only content of other apps is read, not ${uri.scheme}:")
        }
        return reader.read(uri)
    }
}
