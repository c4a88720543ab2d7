package edge.deepfake.core.faces

import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.image.pasteTurned
import edge.deepfake.core.resample.Resampler
import edge.deepfake.core.resample.WindowRows

/**
 * Three turned copies of a picture, side by side in one input of a detector. It finds faces that are not upright.
 *
 * @param half Side of a quadrant of the input, in pixels.
 */
internal class TurnedSheet(private val half: Int) {
    private val resampler = Resampler()
    private val window = WindowRows()

    /**
     * Draws the copies into [view]: at the upper left, at the upper right and at the lower left.
     *
     * @param seen What the first look saw: the picture at the upper left corner.
     * @param letterbox Size of the picture there.
     */
    fun draw(seen: RgbImage, letterbox: Letterbox, view: RgbImage) {
        window.of(seen, 0, 0, letterbox.width, letterbox.height)
        val inner = innerOf(letterbox)
        val small = RgbImage(inner.width, inner.height)
        resampler.shrink(window, small, small.width, small.height)
        view.pixels.fill(0)
        for (turn in TURNS) pasteTurned(small, turn, view, leftOf(turn), topOf(turn))
    }

    /**
     * Boxes of each copy, by growing turn, in pixels of the picture.
     *
     * @param found Boxes in the input.
     * @param letterbox How the first look saw the picture's overview.
     * @param factor Pixels of the picture per pixel of the overview.
     */
    fun collect(found: Detections, letterbox: Letterbox, factor: Int): List<Pair<Turn, Detections>> =
        TURNS.map { turn ->
            val collected = Detections()
            for (row in 0 until found.size) {
                if (turnOf(found, row) ==
                    turn
                ) {
                    addUpright(found, row, turn, letterbox, collected)
                }
            }
            collected.place(innerOf(letterbox))
            collected.place(letterbox, factor)
            turn to collected
        }

    private fun addUpright(found: Detections, row: Int, turn: Turn, letterbox: Letterbox, into: Detections) {
        val inner = innerOf(letterbox)
        val box = found.boxOf(row).moved(-leftOf(turn).toDouble(), -topOf(turn).toDouble())
        val upright = turn.backOf(box, inner.width.toDouble(), inner.height.toDouble())
        into.add(upright.left, upright.top, upright.right, upright.bottom, found.score(row))
    }

    private fun innerOf(letterbox: Letterbox) = Letterbox(letterbox.width, letterbox.height, half)

    private fun leftOf(turn: Turn): Int = if (turn == Turn.HALF) half else 0

    private fun topOf(turn: Turn): Int = if (turn == Turn.THREE_QUARTERS) half else 0

    /** The turn of the quadrant that holds the centre of a box; [Turn.NONE] for the empty quadrant. */
    private fun turnOf(found: Detections, row: Int): Turn {
        val isRight = (found.left(row) + found.right(row)) / 2 >= half
        val isLower = (found.top(row) + found.bottom(row)) / 2 >= half
        return when {
            isRight && isLower -> Turn.NONE
            isRight -> Turn.HALF
            isLower -> Turn.THREE_QUARTERS
            else -> Turn.QUARTER
        }
    }

    private companion object {
        val TURNS = listOf(Turn.QUARTER, Turn.HALF, Turn.THREE_QUARTERS)
    }
}
