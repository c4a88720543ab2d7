package edge.deepfake.core.faces

import edge.deepfake.core.image.Box

/**
 * A detected face.
 *
 * @property box Box in pixels of the upright picture. It may reach slightly outside of the picture.
 * @property score Score of the detector, in [0, 1].
 * @property keypoints Twelve numbers, x before y, in pixels: right eye, left eye, nose, mouth, right ear, left ear.
 */
public class Face(public val box: Box, public val score: Double, public val keypoints: FloatArray)
