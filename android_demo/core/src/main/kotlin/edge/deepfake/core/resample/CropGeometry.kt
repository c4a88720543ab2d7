package edge.deepfake.core.resample

import edge.deepfake.core.image.Box

/**
 * The square around a face box, with the same centre.
 *
 * @param box Face box in pixels of the upright picture.
 * @param margin Margin on each of the four sides, as a fraction of the longer side (from the contract), at least 0.
 * @return Square of side `max(width, height) * (1 + 2 * margin)`. It may reach outside of the picture.
 */
public fun planCrop(box: Box, margin: Double): Box {
    val half = maxOf(box.width, box.height) * (1 + 2 * margin) / 2
    val x = (box.left + box.right) / 2
    val y = (box.top + box.bottom) / 2
    return Box(x - half, y - half, x + half, y + half)
}

/** The largest centred square of a picture of [width] x [height] pixels. */
public fun planWhole(width: Int, height: Int): Box {
    val side = minOf(width, height)
    val left = (width - side) / 2.0
    val top = (height - side) / 2.0
    return Box(left, top, left + side, top + side)
}
