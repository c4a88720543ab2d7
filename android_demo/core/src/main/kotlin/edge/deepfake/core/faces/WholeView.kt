package edge.deepfake.core.faces

import edge.deepfake.core.resample.Area
import kotlin.math.round

/** The whole picture, centred on black, as MediaPipe shows it to its detectors. */
internal class WholeView(pictureWidth: Int, pictureHeight: Int, size: Int) {
    private val longer = maxOf(pictureWidth, pictureHeight).toDouble()
    private val scale = size / longer
    private val width = maxOf(1, round(pictureWidth * scale).toInt())
    private val height = maxOf(1, round(pictureHeight * scale).toInt())

    /** Where the picture lies in the view, in pixels of the view. */
    val area: Area = Area((size - width) / 2, (size - height) / 2, width, height)

    /** Where the view lies in the picture, in pixels of the picture. */
    val square: Square = Square(-area.x / scale, -area.y / scale, longer)
}
