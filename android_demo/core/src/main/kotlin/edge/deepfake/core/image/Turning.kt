package edge.deepfake.core.image

/**
 * Copies [picture], turned clockwise by [turn], into [into] with its upper left corner at ([left], [top]).
 *
 * The turned picture must fit.
 */
internal fun pasteTurned(picture: RgbImage, turn: Turn, into: RgbImage, left: Int = 0, top: Int = 0) {
    val width = if (turn.swapsAxes) picture.height else picture.width
    val height = if (turn.swapsAxes) picture.width else picture.height
    for (y in 0 until height) {
        var to = ((top + y) * into.width + left) * CHANNELS
        for (x in 0 until width) {
            val from = turn.sourceOf(x, y, picture.width, picture.height) * CHANNELS
            for (channel in 0 until CHANNELS) into.pixels[to++] = picture.pixels[from + channel]
        }
    }
}

/** Index of the pixel of a picture of [width] x [height] pixels that this turn moves to column [x] of row [y]. */
internal fun Turn.sourceOf(x: Int, y: Int, width: Int, height: Int): Int = when (this) {
    Turn.NONE -> y * width + x
    Turn.QUARTER -> (height - 1 - x) * width + y
    Turn.HALF -> (height - 1 - y) * width + width - 1 - x
    Turn.THREE_QUARTERS -> x * width + width - 1 - y
}

/** Mirrors [picture] left to right, in place. */
internal fun mirror(picture: RgbImage) {
    val pixels = picture.pixels
    for (y in 0 until picture.height) {
        var left = y * picture.width * CHANNELS
        var right = left + (picture.width - 1) * CHANNELS
        while (left < right) {
            for (channel in 0 until CHANNELS) {
                val level = pixels[left + channel]
                pixels[left + channel] = pixels[right + channel]
                pixels[right + channel] = level
            }
            left += CHANNELS
            right -= CHANNELS
        }
    }
}
