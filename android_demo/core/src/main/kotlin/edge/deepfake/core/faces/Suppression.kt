package edge.deepfake.core.faces

/** Non-maximum suppression. It reuses its buffer and is not thread-safe. */
internal class Suppression {
    private var order = IntArray(0)

    /**
     * Appends to [into] the boxes of [found] that overlap no stronger kept box by more than [limit], strongest first.
     * Equal scores keep their order.
     *
     * @param limit Intersection over union, in (0, 1).
     */
    fun keepStrongest(found: Detections, limit: Double, into: Detections) {
        sort(found)
        val first = into.size
        for (i in 0 until found.size) {
            if (!isCovered(found, order[i], limit, into, first)) into.add(found, order[i])
        }
    }

    private fun isCovered(found: Detections, row: Int, limit: Double, kept: Detections, first: Int): Boolean {
        for (other in first until kept.size) if (found.overlap(row, kept, other) > limit) return true
        return false
    }

    /** Sorts the rows into [order] by falling score. */
    private fun sort(found: Detections) {
        if (order.size < found.size) order = IntArray(found.size)
        for (row in 0 until found.size) {
            var at = row
            while (at > 0 && found.score(order[at - 1]) < found.score(row)) {
                order[at] = order[at - 1]
                at--
            }
            order[at] = row
        }
    }
}
