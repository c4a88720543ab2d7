package edge.deepfake.core.faces

import edge.deepfake.core.resample.PixelRect
import kotlin.math.round

/** The view of the whole picture: centred in a black square, as MediaPipe gives it to its detectors. */
internal class WholeView(pictureWidth: Int, pictureHeight: Int, size: Int) {
    private val longer = maxOf(pictureWidth, pictureHeight).toDouble()
    private val scale = size / longer
    private val width = maxOf(1, round(pictureWidth * scale).toInt())
    private val height = maxOf(1, round(pictureHeight * scale).toInt())

    /** The position of the picture in the view, in pixels of the view. */
    val area: PixelRect = PixelRect((size - width) / 2, (size - height) / 2, width, height)

    /** The position of the view in the picture, in pixels of the picture. */
    val square: Square = Square(-area.x / scale, -area.y / scale, longer)
}
