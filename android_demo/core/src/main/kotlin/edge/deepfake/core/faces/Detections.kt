package edge.deepfake.core.faces

import edge.deepfake.core.image.Box

/**
 * A list of detections, each a row of five numbers: left, top, right, bottom, score. The unit depends on the use.
 *
 * The list keeps its memory when it is cleared. Not thread-safe.
 */
internal class Detections {
    private var values = DoubleArray(WIDTH * INITIAL)

    var size: Int = 0
        private set

    fun left(row: Int): Double = values[row * WIDTH]

    fun top(row: Int): Double = values[row * WIDTH + 1]

    fun right(row: Int): Double = values[row * WIDTH + 2]

    fun bottom(row: Int): Double = values[row * WIDTH + BOTTOM]

    fun score(row: Int): Double = values[row * WIDTH + SCORE]

    fun boxOf(row: Int): Box = Box(left(row), top(row), right(row), bottom(row))

    fun clear() {
        size = 0
    }

    fun add(left: Double, top: Double, right: Double, bottom: Double, score: Double) {
        if ((size + 1) * WIDTH > values.size) values = values.copyOf(values.size * 2)
        val at = size++ * WIDTH
        values[at] = left
        values[at + 1] = top
        values[at + 2] = right
        values[at + BOTTOM] = bottom
        values[at + SCORE] = score
    }

    /** Appends a copy of a [row] of [other]. */
    fun add(other: Detections, row: Int): Unit =
        add(other.left(row), other.top(row), other.right(row), other.bottom(row), other.score(row))

    /**
     * Converts all boxes from pixels of a shrunk picture to pixels of the picture.
     *
     * @param letterbox How the picture's overview was shrunk.
     * @param factor Pixels of the picture per pixel of the overview.
     */
    fun place(letterbox: Letterbox, factor: Int = 1) {
        for (row in 0 until size) {
            for (column in 0 until SCORE) {
                val ratio = if (column % 2 == 0) letterbox.across else letterbox.down
                values[row * WIDTH + column] = values[row * WIDTH + column] / ratio * factor
            }
        }
    }

    /** Intersection over union of [row] with row [there] of [other]. Boxes without an area overlap nothing. */
    fun overlap(row: Int, other: Detections, there: Int): Double {
        val width = minOf(right(row), other.right(there)) - maxOf(left(row), other.left(there))
        val height = minOf(bottom(row), other.bottom(there)) - maxOf(top(row), other.top(there))
        val shared = maxOf(width, 0.0) * maxOf(height, 0.0)
        val union = area(row) + other.area(there) - shared
        return if (union > 0) shared / union else 0.0
    }

    private fun area(row: Int): Double = maxOf(right(row) - left(row), 0.0) * maxOf(bottom(row) - top(row), 0.0)

    private companion object {
        const val BOTTOM = 3
        const val SCORE = 4
        const val WIDTH = 5
        const val INITIAL = 64
    }
}
