package edge.deepfake.core.faces

/**
 * A list of detections, each a row of float32 [17]: left, top, right, bottom, six keypoints (x, y), score. The unit
 * depends on the use.
 *
 * The list keeps its memory when it is cleared. Not thread-safe.
 */
internal class Detections {
    private var values = FloatArray(WIDTH * INITIAL)

    var size: Int = 0
        private set

    operator fun get(row: Int, column: Int): Float = values[row * WIDTH + column]

    operator fun set(row: Int, column: Int, value: Float) {
        values[row * WIDTH + column] = value
    }

    fun score(row: Int): Float = this[row, SCORE]

    fun clear() {
        size = 0
    }

    /** Appends a row of zeros and gives its index. */
    fun add(): Int {
        if ((size + 1) * WIDTH > values.size) values = values.copyOf(values.size * 2)
        values.fill(0f, size * WIDTH, (size + 1) * WIDTH)
        return size++
    }

    /** Appends a copy of a [row] of [other]. */
    fun add(other: Detections, row: Int): Int {
        val added = add()
        System.arraycopy(other.values, row * WIDTH, values, added * WIDTH, WIDTH)
        return added
    }

    /** Removes the last row. */
    fun removeLast() {
        size--
    }

    fun area(row: Int): Float = (this[row, RIGHT] - this[row, LEFT]) * (this[row, BOTTOM] - this[row, TOP])

    fun longerSide(row: Int): Float = maxOf(this[row, RIGHT] - this[row, LEFT], this[row, BOTTOM] - this[row, TOP])

    /** Area of the intersection of [row] with row [there] of [other]. */
    fun shared(row: Int, other: Detections, there: Int): Float {
        val width =
            minOf(this[row, RIGHT], other[there, RIGHT]) -
                maxOf(this[row, LEFT], other[there, LEFT])
        val height =
            minOf(this[row, BOTTOM], other[there, BOTTOM]) -
                maxOf(this[row, TOP], other[there, TOP])
        return maxOf(width, 0f) * maxOf(height, 0f)
    }

    companion object {
        const val LEFT = 0
        const val TOP = 1
        const val RIGHT = 2
        const val BOTTOM = 3
        const val POINTS = 4
        const val SCORE = 16
        const val WIDTH = 17
        private const val INITIAL = 64
    }
}
