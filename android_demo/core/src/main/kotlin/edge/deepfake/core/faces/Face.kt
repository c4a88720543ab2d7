package edge.deepfake.core.faces

import edge.deepfake.core.image.Box

/**
 * A found face.
 *
 * @property box In pixels of the upright picture; it may reach slightly outside of it.
 * @property score Of the detector, in [0, 1].
 * @property keypoints Twelve numbers, x before y: right eye, left eye, nose, mouth, right ear, left
 *   ear; pixels.
 */
public class Face(public val box: Box, public val score: Double, public val keypoints: FloatArray)
