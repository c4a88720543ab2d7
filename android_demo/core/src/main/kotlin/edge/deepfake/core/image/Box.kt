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

    /** This box with every coordinate multiplied by [factor]. */
    public fun scaled(factor: Double): Box = Box(
        left * factor,
        top * factor,
        right * factor,
        bottom * factor,
    )
}
