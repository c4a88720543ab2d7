package edge.deepfake.core.golden

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.cutCrop
import kotlin.math.floor
import kotlin.math.round

internal fun bgr(rgb: RgbImage, box: Box, size: Int): RgbImage {
    val swapped = ByteArray(rgb.pixels.size) { rgb.pixels[it / 3 * 3 + 2 - it % 3] }
    return cutCrop(RgbImage(rgb.width, rgb.height, swapped), box, size)
}

/** Bilinear interpolation of the four nearest pixels, without antialiasing. */
internal fun twoByTwo(rgb: RgbImage, box: Box, size: Int): RgbImage {
    val crop = RgbImage(size, size)
    for (y in 0 until size) {
        for (x in 0 until size) {
            val placeX = box.left + (x + 0.5) * box.width / size - 0.5
            val placeY = box.top + (y + 0.5) * box.height / size - 0.5
            val at = (y * size + x) * 3
            for (c in 0 until 3) crop.pixels[at + c] = blend(rgb, placeX, placeY, c).toByte()
        }
    }
    return crop
}

private fun blend(rgb: RgbImage, x: Double, y: Double, channel: Int): Int {
    fun at(column: Int, row: Int): Int {
        val place = row.coerceIn(0, rgb.height - 1) * rgb.width + column.coerceIn(0, rgb.width - 1)
        return rgb.pixels[place * 3 + channel].toInt() and 0xFF
    }
    val left = floor(x).toInt()
    val top = floor(y).toInt()
    val upper = at(left, top) * (1 - x + left) + at(left + 1, top) * (x - left)
    val lower = at(left, top + 1) * (1 - x + left) + at(left + 1, top + 1) * (x - left)
    return round(upper * (1 - y + top) + lower * (y - top)).toInt()
}

internal fun offByHalf(rgb: RgbImage, box: Box, size: Int): RgbImage = cutCrop(rgb, moved(box, 0.5), size)

private fun moved(box: Box, by: Double): Box = Box(box.left + by, box.top + by, box.right + by, box.bottom + by)

internal fun wholePixels(rgb: RgbImage, box: Box, size: Int): RgbImage =
    cutCrop(rgb, Box(round(box.left), round(box.top), round(box.right), round(box.bottom)), size)

internal fun blackOutside(rgb: RgbImage, box: Box, size: Int): RgbImage {
    val border = 100
    val padded = RgbImage(rgb.width + 2 * border, rgb.height + 2 * border)
    for (y in 0 until rgb.height) {
        val to = ((y + border) * padded.width + border) * 3
        System.arraycopy(rgb.pixels, y * rgb.width * 3, padded.pixels, to, rgb.width * 3)
    }
    return cutCrop(padded, moved(box, border.toDouble()), size)
}

/** Rescales [0, 255] to [0, 1], although the network does that itself. */
internal fun rescaled(rgb: RgbImage, box: Box, size: Int): RgbImage {
    val pixels = cutCrop(rgb, box, size).pixels
    val shares = ByteArray(pixels.size) { ((pixels[it].toInt() and 0xFF) / 255).toByte() }
    return RgbImage(size, size, shares)
}

internal fun notReflected(rgb: RgbImage, box: Box, side: Int, size: Int): RgbImage =
    repeated(cutCrop(rgb, box, side), size) { it % side }

internal fun aboutAPixel(rgb: RgbImage, box: Box, side: Int, size: Int): RgbImage =
    repeated(cutCrop(rgb, box, side), size) {
        kotlin.math.abs((it + side - 1) % (2 * side - 2) - side + 1)
    }

private fun repeated(copy: RgbImage, size: Int, place: (Int) -> Int): RgbImage {
    val pixels = ByteArray(size * size * 3) {
        copy.pixels[(place(it / 3 / size) * copy.width + place(it / 3 % size)) * 3 + it % 3]
    }
    return RgbImage(size, size, pixels)
}
