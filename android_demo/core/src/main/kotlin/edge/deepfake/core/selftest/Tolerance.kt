package edge.deepfake.core.selftest

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number

/** Maximum absolute error of each output of a golden vector. */
public data class Tolerance(public val logit: Double, public val gate: Double, public val evidence: Double) {
    init {
        requireContract(logit >= 0, "logit", "must be >= 0")
        requireContract(gate >= 0, "gate", "must be >= 0")
        requireContract(evidence >= 0, "evidence", "must be >= 0")
    }

    internal companion object {
        fun read(record: JsonRecord): Tolerance =
            Tolerance(record.number("logit"), record.number("gate"), record.number("evidence"))
    }
}
