package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number
import kotlin.math.abs

/**
 * The contract's `pooling` block: the weights with which log-odds of the regions make those of the picture. Each is in
 * [0, 1], and they sum to 1.
 *
 * @property whole Weight of the whole picture.
 * @property face Weight of the most suspicious face.
 * @property larger Weight of the larger of the two.
 */
public data class PoolingRule(public val whole: Double, public val face: Double, public val larger: Double) {
    init {
        requireContract(whole in 0.0..1.0, "whole", "must be in [0, 1]")
        requireContract(face in 0.0..1.0, "face", "must be in [0, 1]")
        requireContract(larger in 0.0..1.0, "larger", "must be in [0, 1]")
        val sums = abs(whole + face + larger - 1) <= TOLERANCE
        requireContract(sums, "larger", "the three weights must sum to 1")
    }

    internal companion object {
        private const val TOLERANCE = 1e-6

        fun read(record: JsonRecord): PoolingRule = PoolingRule(
            whole = record.number("whole"),
            face = record.number("face"),
            larger = record.number("larger"),
        )
    }
}
