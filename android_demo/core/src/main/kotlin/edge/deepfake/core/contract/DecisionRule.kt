package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number

/**
 * The contract's `decision` block: how a logit becomes a verdict.
 *
 * The probability of fake is `sigmoid((logit + bias) / temperature)`; two thresholds turn it into a verdict.
 *
 * @property fakeAt A region is fake if its probability is at least this.
 * @property realAt A region is real if its probability is at most this.
 */
public data class DecisionRule(
    public val temperature: Double,
    public val bias: Double,
    public val fakeAt: Double,
    public val realAt: Double,
) {
    init {
        requireContract(temperature > 0, "temperature", "must be > 0")
        requireContract(fakeAt > 0 && fakeAt <= 1, "fake_at", "must be in (0, 1]")
        requireContract(realAt >= 0 && realAt < fakeAt, "real_at", "must be in [0, fake_at)")
    }

    internal companion object {
        fun read(record: JsonRecord): DecisionRule = DecisionRule(
            temperature = record.number("temperature"),
            bias = record.number("bias"),
            fakeAt = record.number("fake_at"),
            realAt = record.number("real_at"),
        )
    }
}
