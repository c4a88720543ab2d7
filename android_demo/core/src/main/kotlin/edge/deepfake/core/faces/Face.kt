package edge.deepfake.core.faces

import edge.deepfake.core.image.Box

/**
 * A detected face, or a possible face.
 *
 * @property box Box in pixels of the picture as it was given. It may reach slightly outside of the picture.
 * @property score Score of the detector, in [0, 1].
 */
public data class Face(public val box: Box, public val score: Double)
