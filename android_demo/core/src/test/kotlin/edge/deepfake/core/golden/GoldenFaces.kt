package edge.deepfake.core.golden

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.faces.WholeView
import edge.deepfake.core.faces.makeAnchors
import edge.deepfake.core.faces.needsTiles
import edge.deepfake.core.faces.shrunk
import edge.deepfake.core.faces.tileCorners
import edge.deepfake.core.faces.tileScale
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive

internal fun facesHold(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean =
    when (val kind = vector.text("kind")) {
        "anchors" -> anchorsHold(vector, suite, arithmetic)

        "decode" -> decodeHolds(vector, suite, arithmetic)

        "merge" -> rowsHold(
            arithmetic.mergeWeighted(rows(vector, "detections"), vector.number("merge_iou")),
            vector.getValue("merged"),
            suite,
        )

        "nested" -> rowsHold(
            arithmetic.dropNested(rows(vector, "detections"), vector.number("nested_above")),
            vector.getValue("kept"),
            suite,
        )

        "whole" -> wholeHolds(vector, suite)

        "tiles" -> tilesHold(vector)

        "needs_tiles" -> arithmetic.needsTiles(
            rows(vector, "detections"),
            vector.int("shorter_side"),
            vector.number("tiles_below"),
        ) == vector.getValue("needed").jsonPrimitive.boolean

        else -> error("unknown kind $kind")
    }

private fun anchorsHold(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val rule = suite.rule(vector)
    val made = arithmetic.makeAnchors(
        rule.int("input_size"),
        rule.ints("strides"),
        rule.ints("anchors_per_stride"),
    )
    val centres = made.map(Float::toDouble).toDoubleArray()
    return near(centres, vector.numbers("anchors"), suite.tolerance("anchor"))
}

private fun decodeHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val rule = detectorRule(suite.rule(vector))
    val anchors = makeAnchors(rule.inputSize, rule.strides, rule.anchorsPerStride).size / 2
    val regressors = FloatArray(anchors * 16)
    val scores = FloatArray(anchors) { -100f }
    val anchor = vector.int("anchor")
    vector.numbers("regressors").map(Double::toFloat)
        .forEachIndexed { i, value -> regressors[anchor * 16 + i] = value }
    scores[anchor] = vector.number("logit").toFloat()
    val expected = vector.getValue("detection").takeIf { it !is JsonNull }
    val made = arithmetic.decode(regressors, scores, rule)
    if (expected == null) return made.isEmpty()
    return made.size == 1 && rowsHold(made, expected, suite)
}

private fun detectorRule(rule: JsonObject): DetectorRule = DetectorRule(
    file = "unused.tflite",
    inputSize = rule.int("input_size"),
    strides = rule.ints("strides"),
    anchorsPerStride = rule.ints("anchors_per_stride"),
    range = listOf(-1.0, 1.0),
    scoreClip = rule.number("score_clip"),
    minScore = rule.number("min_score"),
    views = DetectorRule.WHOLE,
)

private fun rows(vector: JsonObject, key: String): List<FloatArray> =
    vector.getValue(key).jsonArray.map { row -> row.numbers().map(Double::toFloat).toFloatArray() }

private fun rowsHold(made: List<FloatArray>, expected: JsonElement, suite: GoldenSuite): Boolean {
    val values = made.flatMap { row -> row.map(Float::toDouble) }.toDoubleArray()
    return near(values, expected.numbers(), suite.tolerance("detection"))
}

private fun wholeHolds(vector: JsonObject, suite: GoldenSuite): Boolean {
    val view = WholeView(vector.int("width"), vector.int("height"), vector.int("size"))
    val placed = listOf(view.area.width, view.area.height) == vector.ints("small") &&
        listOf(view.area.x, view.area.y) == vector.ints("offset") &&
        view.square.side == vector.number("side")
    val corner = doubleArrayOf(view.square.left, view.square.top)
    return placed && near(corner, vector.numbers("corner"), suite.tolerance("corner"))
}

private fun tilesHold(vector: JsonObject): Boolean {
    val scale = tileScale(vector.int("width"), vector.int("height"), vector.int("size"))
    val small = listOf(shrunk(vector.int("width"), scale), shrunk(vector.int("height"), scale))
    val corners = tileCorners(small[0], small[1], vector.int("size")).flatMap {
        listOf(it.first, it.second)
    }
    val expected = vector.getValue("tiles").numbers().map(Double::toInt)
    return small == vector.ints("shrunk") && corners == expected
}
