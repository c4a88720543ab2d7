package edge.deepfake.app.result

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.graphics.Rect
import android.graphics.RectF
import edge.deepfake.core.image.Box

/**
 * Cuts a square thumbnail with rounded corners out of [picture], [side] pixels a side.
 *
 * @param box The region to show, in pixels of the scanned picture. The thumbnail shows the square around its centre.
 * @param scale Pixels of [picture] per pixel of the scanned picture.
 */
internal fun thumbnailOf(picture: Bitmap, box: Box, scale: Double, side: Int): Bitmap {
    val length = maxOf(box.width, box.height) * scale
    val reach = minOf(length, picture.width.toDouble(), picture.height.toDouble())
    val left = ((box.left + box.right) / 2 * scale - reach / 2).coerceIn(0.0, picture.width - reach)
    val top = ((box.top + box.bottom) / 2 * scale - reach / 2).coerceIn(0.0, picture.height - reach)
    val source = Rect(left.toInt(), top.toInt(), (left + reach).toInt(), (top + reach).toInt())
    val cut = Bitmap.createBitmap(side, side, Bitmap.Config.ARGB_8888)
    val canvas = Canvas(cut)
    val whole = RectF(0f, 0f, side.toFloat(), side.toFloat())
    val radius = side * CORNER
    canvas.clipPath(Path().apply { addRoundRect(whole, radius, radius, Path.Direction.CW) })
    canvas.drawBitmap(picture, source, whole, Paint(Paint.FILTER_BITMAP_FLAG))
    return cut
}

/** Cuts the centre square of [picture] into a thumbnail of [side] pixels. */
internal fun thumbnailOf(picture: Bitmap, side: Int): Bitmap {
    val shorter = minOf(picture.width, picture.height).toDouble()
    val left = (picture.width - shorter) / 2
    val top = (picture.height - shorter) / 2
    return thumbnailOf(picture, Box(left, top, left + shorter, top + shorter), 1.0, side)
}

/** The corner radius of `chip.xml` relative to the size of a thumbnail. */
private const val CORNER = 14f / 64
