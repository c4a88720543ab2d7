package edge.deepfake.core.support

import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvPlane
import edge.deepfake.core.camera.YuvPlanes
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.RgbImage
import java.nio.ByteBuffer

/** Camera frames of noise in any memory layout, and a slow converter to compare with. */
internal class YuvPicture(val format: YuvFormat, private val layout: Layout, seed: Long) {
    private val luma = noise(format.width, format.height, seed).pixels
    private val chroma = noise((format.width + 1) / 2, (format.height + 1) / 2, seed + 1).pixels

    /** Memory layouts of devices: planar or interleaved chroma, with or without padding after each row. */
    enum class Layout(val pixelStride: Int, val padding: Int) {
        PLANAR(1, 0),
        PADDED(1, 13),
        INTERLEAVED(2, 0),
        BOTH(2, 10),
    }

    val planes: YuvPlanes = YuvPlanes(
        plane(format.width, format.height, 1, 0),
        plane((format.width + 1) / 2, (format.height + 1) / 2, layout.pixelStride, 1),
        plane((format.width + 1) / 2, (format.height + 1) / 2, layout.pixelStride, 2),
    )

    /** The upright picture, computed pixel by pixel from the definition. */
    fun upright(): RgbImage {
        val image = RgbImage(format.uprightWidth, format.uprightHeight)
        for (y in 0 until image.height) {
            for (x in 0 until image.width) {
                val (column, row) = sensorPlace(if (format.mirrored) image.width - 1 - x else x, y)
                val at = (y * image.width + x) * 3
                colourAt(column, row).forEachIndexed { i, level -> image.pixels[at + i] = level }
            }
        }
        return image
    }

    /** Luma, blue chroma and red chroma of a pixel of the sensor. */
    fun samplesAt(column: Int, row: Int): List<Int> = listOf(
        sample(0, column, row),
        sample(1, column / 2, row / 2),
        sample(2, column / 2, row / 2),
    )

    /** The pixel of the sensor that a clockwise rotation moves to ([x], [y]). */
    fun sensorPlace(x: Int, y: Int): Pair<Int, Int> = when (format.rotation) {
        0 -> x to y
        90 -> y to format.height - 1 - x
        180 -> format.width - 1 - x to format.height - 1 - y
        else -> format.width - 1 - y to x
    }

    private fun colourAt(column: Int, row: Int): List<Byte> {
        val (y, u, v) = samplesAt(column, row).map(Int::toDouble)
        val red = y + 1.402 * (v - 128)
        val green = y - 0.344136 * (u - 128) - 0.714136 * (v - 128)
        val blue = y + 1.772 * (u - 128)
        return listOf(red, green, blue).map { Math.round(it).coerceIn(0, 255).toByte() }
    }

    private fun sample(plane: Int, column: Int, row: Int): Int {
        val (source, width) = when (plane) {
            0 -> luma to format.width
            else -> chroma to (format.width + 1) / 2
        }
        return source[(row * width + column) * 3 + plane].toInt() and 0xFF
    }

    private fun plane(columns: Int, rows: Int, pixelStride: Int, index: Int): YuvPlane {
        val rowStride = columns * pixelStride + layout.padding
        val size = (rows - 1) * rowStride + (columns - 1) * pixelStride + 1
        val bytes = ByteBuffer.allocateDirect(size)
        for (row in 0 until rows) {
            for (column in 0 until columns) {
                val at = row * rowStride + column * pixelStride
                bytes.put(at, sample(index, column, row).toByte())
            }
        }
        return YuvPlane(bytes, rowStride, pixelStride)
    }
}
