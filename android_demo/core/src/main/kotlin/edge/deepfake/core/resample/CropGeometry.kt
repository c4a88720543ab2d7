package edge.deepfake.core.resample

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Turn

/**
 * The square around a face box.
 *
 * @param box Face box in pixels of the picture as it was given.
 * @param margin Margin on each of the four sides, as a fraction of the longer side (from the contract), at least 0.
 * @param shift Fraction of the face's height by which the square's centre lies below the box's centre.
 * @param turn How the picture is turned so that the face is upright. It decides where "below" is.
 * @return Square of side `max(width, height) * (1 + 2 * margin)`. It may reach outside of the picture.
 */
public fun planCrop(box: Box, margin: Double, shift: Double, turn: Turn = Turn.NONE): Box {
    val half = maxOf(box.width, box.height) * (1 + 2 * margin) / 2
    val down = shift * if (turn.swapsAxes) box.width else box.height
    val x = (box.left + box.right) / 2 + turn.downAcross * down
    val y = (box.top + box.bottom) / 2 + turn.downAlong * down
    return Box(x - half, y - half, x + half, y + half)
}

/** The largest centred square of a picture of [width] x [height] pixels. */
public fun planWhole(width: Int, height: Int): Box {
    val side = minOf(width, height)
    val left = (width - side) / 2.0
    val top = (height - side) / 2.0
    return Box(left, top, left + side, top + side)
}

/** The square of the second look: each side of [square] is drawn in by [inset] times its length. */
public fun drawnIn(square: Box, inset: Double): Box {
    val by = inset * square.width
    return Box(square.left + by, square.top + by, square.right - by, square.bottom - by)
}
