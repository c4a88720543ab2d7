package edge.deepfake.core.camera

/**
 * The format of a camera's frames, which is the same for every frame.
 *
 * @property width Width of a frame as the sensor delivers it, in pixels.
 * @property height Height of a frame as the sensor delivers it, in pixels.
 * @property rotation Degrees clockwise by which a frame must be rotated to be upright: 0, 90, 180 or 270.
 * @property mirrored Whether the upright picture is then flipped left to right, as the preview of a front camera is.
 * @throws IllegalArgumentException if a size is not positive or the rotation is invalid.
 */
public data class YuvFormat(
    public val width: Int,
    public val height: Int,
    public val rotation: Int = 0,
    public val mirrored: Boolean = false,
) {
    init {
        require(width > 0 && height > 0) { "width and height must be positive, not $width x $height" }
        require(rotation in TURNS) { "the rotation must be one of $TURNS, not $rotation" }
    }

    /** Whether the rotation swaps width and height. */
    internal val swapsAxes: Boolean get() = rotation % HALF_TURN != 0

    /** Width of the upright picture in pixels. */
    public val uprightWidth: Int get() = if (swapsAxes) height else width

    /** Height of the upright picture in pixels. */
    public val uprightHeight: Int get() = if (swapsAxes) width else height

    /** Whether moving right in the upright picture moves backwards in the frame. */
    internal val reversesColumns: Boolean get() = (rotation == QUARTER_TURN || rotation == HALF_TURN) !=
        mirrored

    /** Whether moving down in the upright picture moves backwards in the frame. */
    internal val reversesRows: Boolean get() = rotation >= HALF_TURN

    private companion object {
        const val QUARTER_TURN = 90
        const val HALF_TURN = 180
        val TURNS = listOf(0, QUARTER_TURN, HALF_TURN, QUARTER_TURN + HALF_TURN)
    }
}
