package edge.deepfake.core.image

/** A rectangle in pixels of the upright picture. It may reach outside of the picture. */
public data class Box(
    public val left: Double,
    public val top: Double,
    public val right: Double,
    public val bottom: Double,
) {
    /** Width in pixels. */
    public val width: Double get() = right - left

    /** Height in pixels. */
    public val height: Double get() = bottom - top

    /** Area in square pixels; 0 if right < left or bottom < top. */
    public val area: Double get() = maxOf(width, 0.0) * maxOf(height, 0.0)

    /** Intersection over union in [0, 1]; 0 if neither box has an area. */
    public fun overlap(other: Box): Double {
        val across = minOf(right, other.right) - maxOf(left, other.left)
        val down = minOf(bottom, other.bottom) - maxOf(top, other.top)
        val shared = maxOf(across, 0.0) * maxOf(down, 0.0)
        val union = area + other.area - shared
        return if (union > 0) shared / union else 0.0
    }

    /** This box with its abscissas multiplied by [across] and its ordinates by [down]. */
    public fun scaled(across: Double, down: Double = across): Box =
        Box(left * across, top * down, right * across, bottom * down)

    /** This box with every coordinate divided by [by]. */
    internal fun divided(by: Int): Box = Box(left / by, top / by, right / by, bottom / by)

    /** This box moved by [across] pixels to the right and [down] pixels down. */
    internal fun moved(across: Double, down: Double): Box =
        Box(left + across, top + down, right + across, bottom + down)
}
