package edge.deepfake.core.result

/**
 * The upright picture.
 *
 * @property notes What decoding left out or changed, for people.
 */
public data class ImageInfo(public val width: Int, public val height: Int, public val notes: List<String>)
