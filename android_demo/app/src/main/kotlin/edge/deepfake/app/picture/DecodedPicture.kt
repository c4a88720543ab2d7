package edge.deepfake.app.picture

import android.graphics.Bitmap
import android.util.Size
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.RgbImage

/**
 * A decoded picture for the network, and a smaller copy for the screen.
 *
 * @property preview The upright copy, at most [PictureLimits.PREVIEW_SIDE] pixels a side.
 */
internal class DecodedPicture(val picture: Picture, val preview: Bitmap)

/**
 * Converts an upright sRGB [bitmap]. The bitmap must not be used afterwards.
 *
 * @param fullSize Width and height in the file, which the decoder may have reduced; also if they are not upright.
 */
internal fun decodedOf(bitmap: Bitmap, fullSize: Size, notes: List<String>): DecodedPicture {
    val longer = maxOf(fullSize.width, fullSize.height)
    val shorter = minOf(fullSize.width, fullSize.height)
    val isWide = bitmap.width >= bitmap.height
    val rgb = rgbOf(bitmap)
    val preview = previewOf(bitmap)
    if (preview !== bitmap) bitmap.recycle()
    val picture = Picture(rgb, notes, if (isWide) longer else shorter, if (isWide) shorter else longer)
    return DecodedPicture(picture, preview)
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
