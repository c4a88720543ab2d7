package edge.deepfake.core.contract

import edge.deepfake.core.errors.require
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.number

/**
 * From logit to verdict: `p = sigmoid((logit + bias) / temperature)`, then two thresholds.
 *
 * @property fakeAt Probability from which a region is fake.
 * @property realAt Probability up to which a region is real.
 * @property pooling "any_fake".
 */
public data class DecisionRule(
    public val temperature: Double,
    public val bias: Double,
    public val fakeAt: Double,
    public val realAt: Double,
    public val pooling: String,
) {
    init {
        require(temperature > 0, "temperature", "must be > 0")
        require(fakeAt > 0 && fakeAt <= 1, "fake_at", "must be in (0, 1]")
        require(realAt >= 0 && realAt < fakeAt, "real_at", "must be in [0, fake_at)")
    }

    internal companion object {
        fun read(record: JsonRecord): DecisionRule = DecisionRule(
            temperature = record.number("temperature"),
            bias = record.number("bias"),
            fakeAt = record.number("fake_at"),
            realAt = record.number("real_at"),
            pooling = record.choice("pooling", "any_fake"),
        )
    }
}
