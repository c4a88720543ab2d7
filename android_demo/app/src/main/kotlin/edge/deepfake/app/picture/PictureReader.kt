package edge.deepfake.app.picture

import android.content.ContentResolver
import android.net.Uri
import android.os.Build
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException

/** Reads pictures that other apps give, upright and in sRGB. */
internal class PictureReader(private val resolver: ContentResolver) {
    /**
     * Decodes the picture at [uri]: JPEG, PNG, WebP, GIF, BMP, and HEIC if the device can decode it.
     *
     * @throws ImageException if it cannot be read, is not a picture, or is too large.
     */
    fun read(uri: Uri): DecodedPicture = decode(readBytes(resolver, uri))

    private fun decode(data: ByteArray): DecodedPicture = try {
        if (Build.VERSION.SDK_INT >=
            Build.VERSION_CODES.P
        ) {
            decodeWithImageDecoder(data)
        } else {
            decodeWithBitmapFactory(data)
        }
    } catch (error: OutOfMemoryError) {
        throw ImageException(FailureCode.TOO_LARGE, "not enough memory to decode", error)
    }
}

/** The error for bytes that the decoder refused: a damaged picture, or another kind of file. */
internal fun refused(data: ByteArray, detail: String?, cause: Throwable?): ImageException =
    if (startsLikePicture(data)) {
        ImageException(FailureCode.UNDECODABLE, "the picture is damaged: $detail", cause)
    } else {
        ImageException(FailureCode.UNSUPPORTED, "not a picture format this device reads", cause)
    }
