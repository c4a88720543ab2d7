package edge.deepfake.core.image

/**
 * How far a picture is turned clockwise so that it is upright.
 *
 * @property degrees The value in a result's JSON.
 */
public enum class Turn(public val degrees: Int) {
    NONE(0),
    QUARTER(90),
    HALF(180),
    THREE_QUARTERS(270),
    ;

    /** Whether the turn swaps width and height. */
    public val swapsAxes: Boolean get() = this == QUARTER || this == THREE_QUARTERS

    /** The turn that undoes this one. */
    public val back: Turn
        get() = when (this) {
            NONE -> NONE
            QUARTER -> THREE_QUARTERS
            HALF -> HALF
            THREE_QUARTERS -> QUARTER
        }

    /** Columns that the direction "down" of the turned picture moves to the right in the picture as it was given. */
    internal val downAcross: Int
        get() = when (this) {
            NONE, HALF -> 0
            QUARTER -> 1
            THREE_QUARTERS -> -1
        }

    /** Rows that the direction "down" of the turned picture moves down in the picture as it was given. */
    internal val downAlong: Int
        get() = when (this) {
            NONE -> 1
            QUARTER, THREE_QUARTERS -> 0
            HALF -> -1
        }

    /**
     * The box in a picture of [width] x [height] pixels that this turn moves to [box] of the turned picture.
     */
    internal fun backOf(box: Box, width: Double, height: Double): Box = when (this) {
        NONE -> box
        QUARTER -> Box(box.top, height - box.right, box.bottom, height - box.left)
        HALF -> Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
        THREE_QUARTERS -> Box(width - box.bottom, box.left, width - box.top, box.right)
    }
}
