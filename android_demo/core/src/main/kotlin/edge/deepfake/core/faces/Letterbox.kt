package edge.deepfake.core.faces

import edge.deepfake.core.resample.Overview
import kotlin.math.round

/**
 * How a picture fits into a square of [side] pixels: shrunk at the upper left corner, never enlarged.
 *
 * @param pictureWidth Width of the picture in pixels.
 * @param pictureHeight Height of the picture in pixels.
 */
internal class Letterbox(pictureWidth: Int, pictureHeight: Int, side: Int) {
    private val scale = minOf(1.0, side.toDouble() / maxOf(pictureWidth, pictureHeight))

    /** Width of the small picture in pixels. */
    val width: Int = maxOf(1, round(pictureWidth * scale).toInt())

    /** Height of the small picture in pixels. */
    val height: Int = maxOf(1, round(pictureHeight * scale).toInt())

    /** Pixels of the small picture per pixel of the picture, horizontally. */
    val across: Double = width.toDouble() / pictureWidth

    /** The same vertically. */
    val down: Double = height.toDouble() / pictureHeight

    internal companion object {
        /** How the copy of an overview fits into a square of [side] pixels. */
        fun of(overview: Overview, side: Int): Letterbox = Letterbox(overview.rows.width, overview.rows.height, side)
    }
}
