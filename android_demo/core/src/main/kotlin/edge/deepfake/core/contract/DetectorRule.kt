package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.int
import edge.deepfake.core.json.items
import edge.deepfake.core.json.text

/**
 * One YuNet face detector of the contract.
 *
 * Its input is uint8 RGB `[1, S, S, 3]`. Its only output is float32 `[1, N, 6]`: for each cell of each stride, row by
 * row, two scores and the box relative to the cell.
 *
 * @property file Name of the detector's file in the bundle.
 * @property inputSize Side S of its input in pixels, a multiple of 64.
 * @property strides Distance between two cells in pixels of the input, in the order of the output.
 */
public data class DetectorRule(public val file: String, public val inputSize: Int, public val strides: List<Int>) {
    init {
        val whole = inputSize > 0 && inputSize % STEP == 0
        requireContract(whole, "input_size", "must be a positive multiple of $STEP")
        requireContract(strides.isNotEmpty(), "strides", "must not be empty")
        val divides = strides.all { it > 0 && inputSize % it == 0 }
        requireContract(divides, "strides", "must divide the input size")
    }

    /** Number of cells N, which is the number of rows of the output. */
    public val cells: Int get() = strides.sumOf { (inputSize / it) * (inputSize / it) }

    internal companion object {
        private const val STEP = 64

        fun read(record: JsonRecord): DetectorRule = DetectorRule(
            file = record.text("file"),
            inputSize = record.int("input_size"),
            strides = record.items("strides") { int() },
        )
    }
}
