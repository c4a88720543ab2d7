package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.int
import edge.deepfake.core.json.items
import edge.deepfake.core.json.number
import edge.deepfake.core.json.text

/**
 * One BlazeFace face detector of the contract.
 *
 * @property inputSize Side of its square input in pixels.
 * @property range Input values of black and of white.
 * @property scoreClip Raw scores are clipped to plus or minus this value before the sigmoid.
 * @property minScore Minimum score of a detection, in (0, 1).
 * @property views "whole" to run it on the whole picture, "tiles" to run it on overlapping tiles.
 */
public data class DetectorRule(
    public val file: String,
    public val inputSize: Int,
    public val strides: List<Int>,
    public val anchorsPerStride: List<Int>,
    public val range: List<Double>,
    public val scoreClip: Double,
    public val minScore: Double,
    public val views: String,
) {
    init {
        requireContract(inputSize > 0, "input_size", "must be > 0")
        requireContract(strides.isNotEmpty(), "strides", "must not be empty")
        requireContract(strides.all { it > 0 }, "strides", "must be > 0")
        requireContract(
            anchorsPerStride.size == strides.size,
            "anchors_per_stride",
            "must have as many items as strides",
        )
        requireContract(anchorsPerStride.all { it > 0 }, "anchors_per_stride", "must be > 0")
        requireContract(range[0] < range[1], "range", "must ascend")
        requireContract(scoreClip > 0, "score_clip", "must be > 0")
        requireContract(minScore > 0 && minScore < 1, "min_score", "must be in (0, 1)")
    }

    internal companion object {
        const val WHOLE = "whole"
        const val TILES = "tiles"

        fun read(record: JsonRecord): DetectorRule = DetectorRule(
            file = record.text("file"),
            inputSize = record.int("input_size"),
            strides = record.items("strides") { int() },
            anchorsPerStride = record.items("anchors_per_stride") { int() },
            range = record.items("range", 2) { number() },
            scoreClip = record.number("score_clip"),
            minScore = record.number("min_score"),
            views = record.choice("views", WHOLE, TILES),
        )
    }
}
