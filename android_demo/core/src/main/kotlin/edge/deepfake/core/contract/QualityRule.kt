package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number

/**
 * The contract's `quality` block: the limits beyond which a region gets a quality flag.
 *
 * @property smallBelowPx Limit of the side of the crop's square, in pixels of the picture.
 * @property blurredBelow Limit of the variance of the Laplacian of the crop's luma.
 * @property darkBelow Limit of the crop's mean luma, in [0, 255].
 * @property brightAbove Limit of the crop's mean luma, in [0, 255].
 */
public data class QualityRule(
    public val smallBelowPx: Double,
    public val blurredBelow: Double,
    public val darkBelow: Double,
    public val brightAbove: Double,
) {
    init {
        requireContract(smallBelowPx >= 0, "small_below_px", "must be >= 0")
        requireContract(blurredBelow >= 0, "blurred_below", "must be >= 0")
        requireContract(darkBelow >= 0 && darkBelow <= WHITE, "dark_below", "must be in [0, 255]")
        val above = darkBelow < brightAbove && brightAbove <= WHITE
        requireContract(above, "bright_above", "must be in (dark_below, 255]")
    }

    internal companion object {
        private const val WHITE = 255.0

        fun read(record: JsonRecord): QualityRule = QualityRule(
            smallBelowPx = record.number("small_below_px"),
            blurredBelow = record.number("blurred_below"),
            darkBelow = record.number("dark_below"),
            brightAbove = record.number("bright_above"),
        )
    }
}
