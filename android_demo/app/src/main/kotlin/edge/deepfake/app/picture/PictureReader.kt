package edge.deepfake.app.picture

import android.content.ContentResolver
import android.net.Uri
import android.os.Build
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException

/** Reads a picture that another app gave, upright and in sRGB. */
internal class PictureReader(private val resolver: ContentResolver) {
    /**
     * Decodes what lies behind [uri]: JPEG, PNG, WebP, GIF, BMP, and HEIC where the device has a decoder for it.
     *
     * @throws ImageException if it cannot be read, is no picture, or is too large.
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

/** The failure of bytes that no decoder takes: a damaged picture, or no picture at all. */
internal fun refused(data: ByteArray, detail: String?, cause: Throwable?): ImageException =
    if (startsLikePicture(data)) {
        ImageException(FailureCode.UNDECODABLE, "the picture is damaged: $detail", cause)
    } else {
        ImageException(FailureCode.UNSUPPORTED, "not a picture format this device reads", cause)
    }
