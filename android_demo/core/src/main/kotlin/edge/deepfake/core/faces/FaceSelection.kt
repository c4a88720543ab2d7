package edge.deepfake.core.faces

import edge.deepfake.core.contract.FaceRule
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Turn

/**
 * Decides which boxes are faces, which are possible faces, and which are left out.
 *
 * @param rule The contract's `faces` block.
 * @param minFaceSide Longer side in pixels of the picture below which a box is only a possible face (the contract's
 *   `crop.min_face_side`).
 */
internal class FaceSelection(private val rule: FaceRule, private val minFaceSide: Int) {
    /** Selects from [found], which lists boxes in pixels of the picture, the strongest first. */
    fun select(found: Detections, turn: Turn = Turn.NONE): FoundFaces {
        val faces = ArrayList<Face>()
        val possible = ArrayList<Face>()
        for (row in 0 until found.size) {
            val score = found.score(row)
            if (score < rule.possibleFrom) continue
            val face = Face(found.boxOf(row), score)
            if (isFace(face)) {
                faces += face
            } else if (possible.size < MOST_POSSIBLE) {
                possible += face
            }
        }
        faces.sortByDescending { it.box.area }
        val omitted = maxOf(0, faces.size - rule.maxFaces)
        return FoundFaces(if (omitted > 0) faces.subList(0, rule.maxFaces) else faces, possible, omitted, turn)
    }

    /**
     * What is found in both looks at a picture.
     *
     * @param upright Boxes of the first look.
     * @param turned Boxes in a copy of the picture for each turn, by growing turn; asked for only if [upright] has no
     *   face that is sure. All boxes are in pixels of the picture as it was given.
     */
    fun choose(upright: Detections, turned: () -> List<Pair<Turn, Detections>>): FoundFaces {
        val first = select(upright)
        if (first.faces.any { it.score >= rule.turnedFrom }) return first
        val (turn, found) = turned().maxBy { bestOf(it.second) }
        return if (bestOf(found) >= rule.turnedFrom) select(found, turn) else first
    }

    /** The best score of a box that is large enough for a face; 0 if there is none. */
    private fun bestOf(found: Detections): Double {
        var best = 0.0
        for (row in 0 until found.size) if (isLarge(found.boxOf(row))) best = maxOf(best, found.score(row))
        return best
    }

    private fun isFace(face: Face): Boolean = face.score >= rule.decidesFrom && isLarge(face.box)

    private fun isLarge(box: Box): Boolean = maxOf(box.width, box.height) >= minFaceSide

    private companion object {
        const val MOST_POSSIBLE = 64
    }
}
