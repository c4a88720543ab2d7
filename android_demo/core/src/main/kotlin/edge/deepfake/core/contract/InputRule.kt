package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.int
import edge.deepfake.core.json.items
import edge.deepfake.core.json.text

/**
 * The network's input tensor. The network itself rescales the values from [0, 255].
 *
 * @property shape `[1, S, S, 3]`.
 * @property dtype Always "uint8".
 * @property layout Always "NHWC".
 * @property color Always "RGB".
 * @property range Always `[0, 255]`.
 */
public data class InputRule(
    public val name: String,
    public val shape: List<Int>,
    public val dtype: String,
    public val layout: String,
    public val color: String,
    public val range: List<Int>,
) {
    init {
        val side = shape.getOrElse(1) { 0 }
        requireContract(
            side > 0 && shape == listOf(1, side, side, CHANNELS),
            "shape",
            "must be [1, S, S, 3]",
        )
        requireContract(range == listOf(0, BRIGHTEST), "range", "must be [0, 255]")
    }

    /** Side of a crop in pixels. */
    public val size: Int get() = shape[1]

    internal companion object {
        private const val AXES = 4
        private const val BRIGHTEST = 255

        fun read(record: JsonRecord): InputRule = InputRule(
            name = record.text("name"),
            shape = record.items("shape", AXES) { int() },
            dtype = record.choice("dtype", "uint8"),
            layout = record.choice("layout", "NHWC"),
            color = record.choice("color", "RGB"),
            range = record.items("range", 2) { int() },
        )
    }
}
