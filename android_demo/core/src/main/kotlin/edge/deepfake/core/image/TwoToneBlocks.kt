package edge.deepfake.core.image

/**
 * Share of the uneven blocks of 16 x 16 pixels whose green levels lie mostly near the lowest or near the highest one,
 * as in text and drawings; 0 if no block is uneven. Blocks count from the upper left, incomplete ones are left out.
 */
internal fun twoToneShare(crop: RgbImage): Double {
    var uneven = 0
    var twoTone = 0
    for (top in 0..crop.height - BLOCK step BLOCK) {
        for (left in 0..crop.width - BLOCK step BLOCK) {
            var lowest = BYTE
            var highest = 0
            forEachGreen(crop, left, top) {
                lowest = minOf(lowest, it)
                highest = maxOf(highest, it)
            }
            if (highest - lowest < UNEVEN) continue
            uneven++
            if (highest - lowest >= CONTRAST && isTwoTone(crop, left, top, lowest + NEAR, highest - NEAR)) twoTone++
        }
    }
    return if (uneven == 0) 0.0 else twoTone.toDouble() / uneven
}

private fun isTwoTone(crop: RgbImage, left: Int, top: Int, dark: Int, light: Int): Boolean {
    var near = 0
    forEachGreen(crop, left, top) { if (it <= dark || it >= light) near++ }
    return near * FIFTHS >= LEAST_FIFTHS * BLOCK * BLOCK
}

private inline fun forEachGreen(crop: RgbImage, left: Int, top: Int, visit: (level: Int) -> Unit) {
    for (y in top until top + BLOCK) {
        for (x in left until left + BLOCK) visit(crop.pixels[(y * crop.width + x) * CHANNELS + 1].toInt() and BYTE)
    }
}

private const val BYTE = 0xFF
private const val BLOCK = 16
private const val UNEVEN = 16
private const val CONTRAST = 64
private const val NEAR = 16
private const val FIFTHS = 5
private const val LEAST_FIFTHS = 3
