package edge.deepfake.core.result

/**
 * Size of the upright picture, and notes of the decoder.
 *
 * @property notes What the decoder left out or changed, for people.
 */
public data class ImageInfo(public val width: Int, public val height: Int, public val notes: List<String>)
