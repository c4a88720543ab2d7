package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number
import edge.deepfake.core.json.record

/**
 * The contract's `reasons` block: what caps a region's verdict at UNSURE.
 *
 * @property enlargedBelowPx A region whose square is smaller than this many pixels of the picture is too small, unless
 *   mirrored copies of it fill the network's input.
 * @property colourlessBelow A crop whose colourfulness is below this has no colour.
 * @property shapeAbove A whole picture whose longer side is more than this many times its shorter one has an extreme
 *   shape.
 * @property graphic Tells graphics from photographs.
 */
public data class ReasonsRule(
    public val enlargedBelowPx: Double,
    public val colourlessBelow: Double,
    public val shapeAbove: Double,
    public val graphic: GraphicRule,
) {
    init {
        requireContract(enlargedBelowPx >= 0, "enlarged_below_px", "must be >= 0")
        requireContract(colourlessBelow >= 0, "colourless_below", "must be >= 0")
        requireContract(shapeAbove >= 1, "shape_above", "must be >= 1")
    }

    internal companion object {
        fun read(record: JsonRecord): ReasonsRule = ReasonsRule(
            enlargedBelowPx = record.number("enlarged_below_px"),
            colourlessBelow = record.number("colourless_below"),
            shapeAbove = record.number("shape_above"),
            graphic = record.record("graphic", GraphicRule::read),
        )
    }
}
