package edge.deepfake.core.image

/**
 * A decoded picture.
 *
 * @property rgb Upright pixels in sRGB.
 * @property notes What the decoder left out or changed, for people, such as "first of 12 frames".
 */
public class Picture(public val rgb: PixelRows, public val notes: List<String> = emptyList())
