package edge.deepfake.app.picture

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Matrix
import android.media.ExifInterface
import android.util.Size
import edge.deepfake.core.errors.ImageException
import java.io.ByteArrayInputStream
import java.io.IOException

/**
 * Decodes a picture on Android 7 and 8, and rotates it upright according to its EXIF orientation.
 *
 * @throws ImageException if the bytes are not a picture, or the picture is too large.
 */
internal fun decodeWithBitmapFactory(data: ByteArray): DecodedPicture {
    val options = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    BitmapFactory.decodeByteArray(data, 0, data.size, options)
    if (options.outWidth <= 0) throw refused(data, "no size", null)
    val reduction = PictureLimits.reductionOf(options.outWidth, options.outHeight)
    val fullSize = Size(options.outWidth, options.outHeight)
    options.inJustDecodeBounds = false
    options.inSampleSize = reduction
    val bitmap = BitmapFactory.decodeByteArray(data, 0, data.size, options) ?: throw refused(data, "no pixels", null)
    return decodedOf(upright(bitmap, orientationOf(data)), fullSize, PictureLimits.notesOf(reduction))
}

private fun orientationOf(data: ByteArray): Int = try {
    ExifInterface(ByteArrayInputStream(data))
        .getAttributeInt(ExifInterface.TAG_ORIENTATION, ExifInterface.ORIENTATION_NORMAL)
} catch (_: IOException) {
    ExifInterface.ORIENTATION_NORMAL
}

private fun upright(bitmap: Bitmap, orientation: Int): Bitmap {
    val turn = orientationMatrix(orientation)
    if (turn.isIdentity) return bitmap
    return Bitmap.createBitmap(bitmap, 0, 0, bitmap.width, bitmap.height, turn, false).also { bitmap.recycle() }
}

/** The matrix that makes a picture with an EXIF [orientation] upright (Exif 2.32, tag 0x0112). */
internal fun orientationMatrix(orientation: Int): Matrix = Matrix().apply {
    when (orientation) {
        ExifInterface.ORIENTATION_FLIP_HORIZONTAL -> setScale(-1f, 1f)

        ExifInterface.ORIENTATION_ROTATE_180 -> setRotate(HALF)

        ExifInterface.ORIENTATION_FLIP_VERTICAL -> setScale(1f, -1f)

        ExifInterface.ORIENTATION_TRANSPOSE -> {
            setRotate(QUARTER)
            postScale(-1f, 1f)
        }

        ExifInterface.ORIENTATION_ROTATE_90 -> setRotate(QUARTER)

        ExifInterface.ORIENTATION_TRANSVERSE -> {
            setRotate(-QUARTER)
            postScale(-1f, 1f)
        }

        ExifInterface.ORIENTATION_ROTATE_270 -> setRotate(-QUARTER)
    }
}

private const val QUARTER = 90f
private const val HALF = 180f
