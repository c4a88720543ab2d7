package edge.deepfake.core.image

/**
 * A decoded picture.
 *
 * @property rgb Upright pixels in sRGB.
 * @property notes What the decoder left out or changed, for people, such as "first of 12 frames".
 * @property width Width of the upright picture before the decoder reduced it, in pixels.
 * @property height Height of the upright picture before the decoder reduced it, in pixels.
 */
public class Picture(
    public val rgb: PixelRows,
    public val notes: List<String> = emptyList(),
    private val fullWidth: Int? = null,
    private val fullHeight: Int? = null,
) {
    public val width: Int get() = fullWidth ?: rgb.width
    public val height: Int get() = fullHeight ?: rgb.height

    /** Converts a [box] from pixels of [rgb] to pixels of the picture before it was reduced. */
    internal fun inFull(box: Box): Box {
        if (width == rgb.width && height == rgb.height) return box
        return box.scaled(width.toDouble() / rgb.width, height.toDouble() / rgb.height)
    }
}
