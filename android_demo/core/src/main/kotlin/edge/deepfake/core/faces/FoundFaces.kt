package edge.deepfake.core.faces

import edge.deepfake.core.image.Turn

/**
 * What a face detector found in a picture. All boxes are in pixels of the picture as it was given.
 *
 * @property faces The faces to judge, the largest first.
 * @property possible Boxes that are not judged, because their score is too low or they are too small; the best first.
 * @property omitted Number of faces that are not judged, because there are too many.
 * @property turn How the picture must be turned so that its faces are upright.
 */
public class FoundFaces(
    public val faces: List<Face>,
    public val possible: List<Face> = emptyList(),
    public val omitted: Int = 0,
    public val turn: Turn = Turn.NONE,
) {
    public companion object {
        /** No face and no possible face. */
        public val NONE: FoundFaces = FoundFaces(emptyList())
    }
}
