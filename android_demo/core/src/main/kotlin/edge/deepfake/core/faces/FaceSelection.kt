package edge.deepfake.core.faces

import edge.deepfake.core.contract.FaceRule
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
            if (isFace(face)) faces += face else if (possible.size < MOST_POSSIBLE) possible += face
        }
        faces.sortByDescending { it.box.area }
        val omitted = maxOf(0, faces.size - rule.maxFaces)
        return FoundFaces(if (omitted > 0) faces.subList(0, rule.maxFaces) else faces, possible, omitted, turn)
    }

    private fun isFace(face: Face): Boolean =
        face.score >= rule.decidesFrom && maxOf(face.box.width, face.box.height) >= minFaceSide

    private companion object {
        const val MOST_POSSIBLE = 64
    }
}
