package edge.deepfake.core.resample

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.ReducibleRows
import edge.deepfake.core.image.RgbImage

/**
 * A picture and a reduced copy of it. Faces are searched in the copy, and the whole picture is judged by it; faces are
 * cut from the picture itself.
 *
 * @property picture The picture.
 * @property rows The copy. It is the picture itself if [factor] is 1.
 * @property factor Pixels of the picture per pixel of the copy, along each axis.
 */
public class Overview(public val picture: PixelRows, public val rows: PixelRows, public val factor: Int) {
    /** Shorter side of the picture in pixels. */
    public val shorterSide: Int get() = minOf(picture.width, picture.height)

    /** A [box] of the picture in pixels of the copy. */
    internal fun boxOf(box: Box): Box = if (factor == 1) box else box.divided(factor)

    public companion object {
        /**
         * The overview of [picture]: its shorter side is at least twice, and less than four times, [networkSide]
         * pixels, unless the picture is smaller.
         *
         * @param networkSide Side of the network's input.
         */
        public fun of(picture: PixelRows, networkSide: Int): Overview {
            val factor = maxOf(1, minOf(picture.width, picture.height) / (2 * networkSide))
            val rows = when {
                factor == 1 -> picture
                picture is ReducibleRows -> picture.reduced(factor)
                else -> blockMeans(picture, factor)
            }
            return Overview(picture, rows, factor)
        }
    }
}

/** [picture] averaged over blocks of [factor] x [factor] pixels, as Pillow's `Image.reduce`. */
internal fun blockMeans(picture: PixelRows, factor: Int): RgbImage {
    val means = BlockMeans().apply { of(picture, factor, factor) }
    val copy = RgbImage(means.width, means.height)
    val line = ByteArray(copy.pixels.size / copy.height)
    for (y in 0 until copy.height) {
        means.readRow(y, 0, copy.width, line)
        System.arraycopy(line, 0, copy.pixels, y * line.size, line.size)
    }
    return copy
}
