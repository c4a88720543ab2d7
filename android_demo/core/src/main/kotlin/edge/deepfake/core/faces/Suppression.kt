package edge.deepfake.core.faces

/**
 * Joins the detections of the same face in several views. It reuses its buffers and is not thread-safe.
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
     * The strongest box absorbs all boxes that overlap it by more than [mergeIou], then the strongest box that is left
     * does the same, and so on. The box and the keypoints become the score-weighted mean; the score is the highest one.
     *
     * @param into Receives the joined boxes, strongest first.
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
     * Appends to [into] the boxes that neither lie mostly inside a stronger box nor contain one.
     *
     * Views and detectors find the same face at different sizes, which intersection over union alone does not detect.
     *
     * @param found The boxes, strongest first.
     * @param limit Maximum shared area as a fraction of the smaller box, in (0, 1].
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
     * Sums up the first of the [left] rows in [order] and all rows that overlap it. Moves the rows that are left to the
     * front, and gives their number.
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

    /** Sorts the rows into [order] by falling score, equal scores in their original order. Gives their number. */
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

    /** Intersection over union. Boxes without an area overlap nothing. */
    private fun overlap(found: Detections, one: Int, other: Int): Float {
        val shared = found.shared(one, found, other)
        val union = found.area(one) + found.area(other) - shared
        return if (union > 0) shared / union else 0f
    }
}
