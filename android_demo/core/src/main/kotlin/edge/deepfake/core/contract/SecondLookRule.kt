package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number

/**
 * The contract's `second_look` block: the second look at a region whose first look gave a verdict.
 *
 * @property inset Each side of the square is drawn in by this fraction of its length. The crop is also mirrored.
 * @property limit A region is unstable if the logits of its two looks differ by more than this.
 */
public data class SecondLookRule(public val inset: Double, public val limit: Double) {
    init {
        requireContract(inset >= 0 && inset < HALF, "inset", "must be in [0, 0.5)")
        requireContract(limit > 0, "limit", "must be > 0")
    }

    internal companion object {
        private const val HALF = 0.5

        fun read(record: JsonRecord): SecondLookRule = SecondLookRule(
            inset = record.number("inset"),
            limit = record.number("limit"),
        )
    }
}
