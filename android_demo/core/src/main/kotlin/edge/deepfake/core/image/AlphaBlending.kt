package edge.deepfake.core.image

private const val OPAQUE = 255
private const val ALPHA_SHIFT = 24
private const val RED_SHIFT = 16
private const val GREEN_SHIFT = 8

/** Blends a 0xAARRGGBB [colour] (alpha not premultiplied) over white. */
internal fun blendOverWhite(colour: Int): Int {
    val alpha = colour ushr ALPHA_SHIFT
    if (alpha == OPAQUE) return colour
    val red = mix(colour shr RED_SHIFT and OPAQUE, alpha)
    val green = mix(colour shr GREEN_SHIFT and OPAQUE, alpha)
    val blue = mix(colour and OPAQUE, alpha)
    return (OPAQUE shl ALPHA_SHIFT) or (red shl RED_SHIFT) or (green shl GREEN_SHIFT) or blue
}

private fun mix(level: Int, alpha: Int): Int = (level * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE
