package edge.deepfake.core.contract

import edge.deepfake.core.errors.require
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number

/**
 * Bounds outside which a region is flagged.
 *
 * @property smallBelowPx Side of the crop's square in pixels of the picture.
 * @property blurredBelow Variance of the Laplacian of the crop's luma.
 * @property darkBelow Mean luma of the crop, in [0, 255].
 * @property brightAbove Mean luma of the crop, in [0, 255].
 */
public data class QualityRule(
    public val smallBelowPx: Double,
    public val blurredBelow: Double,
    public val darkBelow: Double,
    public val brightAbove: Double,
) {
    init {
        require(smallBelowPx >= 0, "small_below_px", "must be >= 0")
        require(blurredBelow >= 0, "blurred_below", "must be >= 0")
        require(darkBelow >= 0 && darkBelow <= WHITE, "dark_below", "must be in [0, 255]")
        val above = darkBelow < brightAbove && brightAbove <= WHITE
        require(above, "bright_above", "must be in (dark_below, 255]")
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
