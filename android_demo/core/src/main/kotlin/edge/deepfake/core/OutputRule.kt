package edge.deepfake.core

/**
 * An output tensor; its own scale and zero point turn it into real values.
 *
 * @property dtype "int8".
 */
public data class OutputRule(
    public val name: String,
    public val shape: List<Int>,
    public val dtype: String
) {
    init {
        require(shape.all { it > 0 }, "shape", "must be positive")
    }

    internal companion object {
        fun read(record: JsonRecord): OutputRule = OutputRule(
            name = record.text("name"),
            shape = record.items("shape") { int() },
            dtype = record.choice("dtype", "int8")
        )
    }
}
