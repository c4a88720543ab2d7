package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.record

/**
 * The network's three outputs.
 *
 * @property logit Logit of fake, shape `[1, 1]`.
 * @property evidence Evidence per cell of the crop, shape `[1, h, w, 1]`.
 * @property gate Weight of the visual stream, shape `[1, 1]`.
 */
public data class OutputsRule(
    public val logit: OutputRule,
    public val evidence: OutputRule,
    public val gate: OutputRule,
) {
    init {
        requireContract(logit.shape == SCALAR, "logit.shape", "must be [1, 1]")
        requireContract(gate.shape == SCALAR, "gate.shape", "must be [1, 1]")
        val shape = evidence.shape
        val isMap = shape.size == AXES && shape.first() == 1 && shape.last() == 1
        requireContract(isMap, "evidence.shape", "must be [1, h, w, 1]")
    }

    /** Columns of the evidence map. */
    public val evidenceWidth: Int get() = evidence.shape[2]

    /** Rows of the evidence map. */
    public val evidenceHeight: Int get() = evidence.shape[1]

    internal companion object {
        private const val AXES = 4
        private val SCALAR = listOf(1, 1)

        fun read(record: JsonRecord): OutputsRule = OutputsRule(
            logit = record.record("logit", OutputRule::read),
            evidence = record.record("evidence", OutputRule::read),
            gate = record.record("gate", OutputRule::read),
        )
    }
}
