package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.long
import edge.deepfake.core.json.text

/**
 * The network's file, number of parameters and arithmetic.
 *
 * @property quantization Always "int8".
 */
public data class ModelRule(public val file: String, public val parameters: Long, public val quantization: String) {
    init {
        requireContract(parameters > 0, "parameters", "must be > 0")
    }

    internal companion object {
        fun read(record: JsonRecord): ModelRule = ModelRule(
            file = record.text("file"),
            parameters = record.long("parameters"),
            quantization = record.choice("quantization", "int8"),
        )
    }
}
