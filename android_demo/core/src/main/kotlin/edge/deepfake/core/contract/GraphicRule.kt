package edge.deepfake.core.contract

import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number

/**
 * A logistic score of a crop's statistics: a crop whose weighted sum is above 0 is no photograph.
 *
 * @property bias Added to the weighted sum.
 * @property flat Weight of the share of pixels that equal their neighbours, among those that are not extreme.
 * @property common Weight of the share of blocks with hardly more than two tones, among the uneven ones.
 * @property hard Weight of the share of hard edges among the edges.
 * @property extreme Weight of the share of nearly black and nearly white pixels.
 * @property colourfulness Weight of the colourfulness.
 */
public data class GraphicRule(
    public val bias: Double,
    public val flat: Double,
    public val common: Double,
    public val hard: Double,
    public val extreme: Double,
    public val colourfulness: Double,
) {
    internal companion object {
        fun read(record: JsonRecord): GraphicRule = GraphicRule(
            bias = record.number("bias"),
            flat = record.number("flat"),
            common = record.number("common"),
            hard = record.number("hard"),
            extreme = record.number("extreme"),
            colourfulness = record.number("colourfulness"),
        )
    }
}
