package edge.deepfake.core.engine

/**
 * How much each cell of a region's square contributes to the logit. Positive values are evidence for fake.
 *
 * @property values float32 [height, width], row by row from the top.
 * @throws IllegalArgumentException if the number of values is not width x height.
 */
public class EvidenceMap(public val width: Int, public val height: Int, public val values: FloatArray) {
    init {
        require(width > 0 && height > 0 && values.size == width * height) {
            "an evidence map of $width x $height needs ${width * height} values, not ${values.size}"
        }
    }

    /** The value at column [x] of row [y]. */
    public operator fun get(x: Int, y: Int): Float = values[y * width + x]
}
