package edge.deepfake.core.camera

/**
 * What stays the same from frame to frame of a camera.
 *
 * @property width Pixels of the frame as the sensor gives it.
 * @property height Pixels of the frame as the sensor gives it.
 * @property rotation Degrees clockwise by which the frame must be turned to be upright: 0, 90, 180
 *   or 270.
 * @property mirrored Whether the upright picture is then flipped left to right, as a front camera's
 *   preview is.
 * @throws IllegalArgumentException if the size or the rotation is none.
 */
public data class YuvFormat(
    public val width: Int,
    public val height: Int,
    public val rotation: Int = 0,
    public val mirrored: Boolean = false,
) {
    init {
        require(width > 0 && height > 0) { "a frame needs pixels, not $width x $height" }
        require(rotation in TURNS) { "the rotation must be one of $TURNS, not $rotation" }
    }

    /** Whether the frame lies on its side. */
    internal val isTurned: Boolean get() = rotation % HALF_TURN != 0

    /** Pixels of the upright picture from left to right. */
    public val uprightWidth: Int get() = if (isTurned) height else width

    /** Pixels of the upright picture from top to bottom. */
    public val uprightHeight: Int get() = if (isTurned) width else height

    /** Whether going right in the upright picture goes back in the frame. */
    internal val runsBack: Boolean get() = (rotation == QUARTER_TURN || rotation == HALF_TURN) !=
        mirrored

    /** Whether going down in the upright picture goes back in the frame. */
    internal val fallsBack: Boolean get() = rotation >= HALF_TURN

    private companion object {
        const val QUARTER_TURN = 90
        const val HALF_TURN = 180
        val TURNS = listOf(0, QUARTER_TURN, HALF_TURN, QUARTER_TURN + HALF_TURN)
    }
}
