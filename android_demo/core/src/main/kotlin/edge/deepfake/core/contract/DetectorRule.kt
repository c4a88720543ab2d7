package edge.deepfake.core.contract

import edge.deepfake.core.errors.require
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.int
import edge.deepfake.core.json.items
import edge.deepfake.core.json.number
import edge.deepfake.core.json.text

/**
 * One face detector (BlazeFace) and what it looks at.
 *
 * @property inputSize Side of its square input in pixels.
 * @property range Values of black and white at its input.
 * @property scoreClip Bound of the raw score before the sigmoid.
 * @property minScore Score in (0, 1) from which a box counts.
 * @property views "whole" for the whole picture, "tiles" for overlapping tiles of it.
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
        require(inputSize > 0, "input_size", "must be > 0")
        require(strides.isNotEmpty(), "strides", "must not be empty")
        require(strides.all { it > 0 }, "strides", "must be > 0")
        require(
            anchorsPerStride.size == strides.size,
            "anchors_per_stride",
            "must pair with strides",
        )
        require(anchorsPerStride.all { it > 0 }, "anchors_per_stride", "must be > 0")
        require(range[0] < range[1], "range", "must ascend")
        require(scoreClip > 0, "score_clip", "must be > 0")
        require(minScore > 0 && minScore < 1, "min_score", "must be in (0, 1)")
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
