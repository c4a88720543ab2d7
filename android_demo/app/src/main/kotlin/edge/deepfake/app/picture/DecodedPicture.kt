package edge.deepfake.app.picture

import android.graphics.Bitmap
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.RgbImage

/**
 * A decoded picture for the network, and a smaller copy for the screen.
 *
 * @property preview The upright copy, at most [PictureLimits.PREVIEW_SIDE] pixels a side.
 */
internal class DecodedPicture(val picture: Picture, val preview: Bitmap)

/** Converts an upright sRGB [bitmap]. The bitmap must not be used afterwards. */
internal fun decodedOf(bitmap: Bitmap, notes: List<String>): DecodedPicture {
    val rgb = rgbOf(bitmap)
    val preview = previewOf(bitmap)
    if (preview !== bitmap) bitmap.recycle()
    return DecodedPicture(Picture(rgb, notes), preview)
}

private fun rgbOf(bitmap: Bitmap): RgbImage {
    val rgb = RgbImage(bitmap.width, bitmap.height)
    val row = IntArray(bitmap.width)
    for (y in 0 until bitmap.height) {
        bitmap.getPixels(row, 0, row.size, 0, y, row.size, 1)
        rgb.setRow(y, row)
    }
    return rgb
}

private fun previewOf(bitmap: Bitmap): Bitmap {
    val longer = maxOf(bitmap.width, bitmap.height)
    if (longer <= PictureLimits.PREVIEW_SIDE) return bitmap
    val scale = PictureLimits.PREVIEW_SIDE.toFloat() / longer
    val width = maxOf(1, (bitmap.width * scale).toInt())
    val height = maxOf(1, (bitmap.height * scale).toInt())
    return Bitmap.createScaledBitmap(bitmap, width, height, true)
}
