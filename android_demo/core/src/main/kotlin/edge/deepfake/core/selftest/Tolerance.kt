package edge.deepfake.core.selftest

import edge.deepfake.core.errors.require
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.number

/** Largest absolute error that still counts as equal, for each output. */
public data class Tolerance(public val logit: Double, public val gate: Double, public val evidence: Double) {
    init {
        require(logit >= 0, "logit", "must be >= 0")
        require(gate >= 0, "gate", "must be >= 0")
        require(evidence >= 0, "evidence", "must be >= 0")
    }

    internal companion object {
        fun read(record: JsonRecord): Tolerance =
            Tolerance(record.number("logit"), record.number("gate"), record.number("evidence"))
    }
}
