package edge.deepfake.core.faces

/**
 * Joins what several views and detectors found of the same face. Keeps its buffers; not
 * thread-safe.
 *
 * Source: MediaPipe `non_max_suppression_calculator` (WEIGHTED, INTERSECTION_OVER_UNION).
 */
internal class Suppression {
    private var order = IntArray(0)
    private val sums = DoubleArray(Detections.SCORE)
    private var weight = 0.0

    /**
     * Weighted non-maximum suppression.
     *
     * Each strongest box absorbs those that overlap it by more than [mergeIou]; position and
     * keypoints become the score-weighted mean, the score stays the strongest one.
     *
     * @param into Gets the joined boxes, strongest first.
     */
    fun mergeWeighted(found: Detections, mergeIou: Double, into: Detections) {
        val limit = mergeIou.toFloat()
        var left = sort(found)
        while (left > 0) {
            val row = into.add(found, order[0])
            left = absorbAround(found, left, limit)
            for (column in 0 until Detections.SCORE) {
                into[row, column] = (sums[column] / weight).toFloat()
            }
        }
    }

    /**
     * Appends to [into] the boxes that lie neither mostly inside a stronger one nor around it.
     *
     * Views and detectors see one face at different sizes; IoU alone keeps both.
     *
     * @param found Strongest first.
     * @param limit Shared area as a share of the smaller box, in (0, 1].
     */
    fun dropNested(found: Detections, limit: Double, into: Detections) {
        for (row in 0 until found.size) if (!isNested(found, row, limit, into)) into.add(found, row)
    }

    private fun isNested(found: Detections, row: Int, limit: Double, kept: Detections): Boolean {
        for (other in 0 until kept.size) {
            val smaller = minOf(kept.area(other), found.area(row))
            if (found.shared(row, kept, other) > limit.toFloat() * smaller) return true
        }
        return false
    }

    /**
     * Sums up the strongest of the first [left] rows of [order] and those that overlap it; returns
     * how many are left, moved to the front.
     */
    private fun absorbAround(found: Detections, left: Int, limit: Float): Int {
        val best = order[0]
        sums.fill(0.0)
        weight = 0.0
        var kept = 0
        for (i in 0 until left) {
            val row = order[i]
            val isSame = i == 0 || overlap(found, best, row) > limit
            if (isSame) absorb(found, row) else order[kept++] = row
        }
        return kept
    }

    private fun absorb(found: Detections, row: Int) {
        val score = found.score(row).toDouble()
        for (column in 0 until Detections.SCORE) sums[column] += found[row, column] * score
        weight += score
    }

    /** [order] as the rows by falling score, equal scores in their order; returns how many. */
    private fun sort(found: Detections): Int {
        if (order.size < found.size) order = IntArray(found.size)
        for (row in 0 until found.size) {
            var at = row
            while (at > 0 && found.score(order[at - 1]) < found.score(row)) {
                order[at] = order[at - 1]
                at--
            }
            order[at] = row
        }
        return found.size
    }

    /** Intersection over union; boxes without area overlap nothing. */
    private fun overlap(found: Detections, one: Int, other: Int): Float {
        val shared = found.shared(one, found, other)
        val union = found.area(one) + found.area(other) - shared
        return if (union > 0) shared / union else 0f
    }
}
