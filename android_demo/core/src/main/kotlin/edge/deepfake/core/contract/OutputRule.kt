package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.int
import edge.deepfake.core.json.items
import edge.deepfake.core.json.text

/**
 * An output tensor. Its own scale and zero point convert it to real values.
 *
 * @property dtype Always "int8".
 */
public data class OutputRule(public val name: String, public val shape: List<Int>, public val dtype: String) {
    init {
        requireContract(shape.all { it > 0 }, "shape", "must be positive")
    }

    internal companion object {
        fun read(record: JsonRecord): OutputRule = OutputRule(
            name = record.text("name"),
            shape = record.items("shape") { int() },
            dtype = record.choice("dtype", "int8"),
        )
    }
}
