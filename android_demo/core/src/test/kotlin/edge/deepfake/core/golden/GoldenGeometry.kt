package edge.deepfake.core.golden

import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.image.Box
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray

internal fun geometryHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean =
    when (val kind = vector.text("kind")) {
        "plan_crop" -> isSquare(
            arithmetic.planCrop(vector.box("box"), vector.number("margin"), vector.number("shift"), turnOf(vector)),
            vector,
            suite,
        )

        "plan_whole" -> isSquare(
            arithmetic.planWhole(vector.int("width"), vector.int("height")),
            vector,
            suite,
        )

        "inset" -> isSquare(arithmetic.drawnIn(vector.box("box"), vector.number("share")), vector, suite)

        "fold_mirrored" -> isMap(
            arithmetic.foldMirrored(mapOf(vector), vector.int("side"), vector.int("size")),
            vector,
            "folded",
            suite,
        )

        "turn_back" -> isMap(arithmetic.turnEvidence(mapOf(vector), turnOf(vector)), vector, "turned", suite)

        else -> error("unknown kind $kind")
    }

private fun isSquare(made: Box, vector: JsonObject, suite: GoldenSuite): Boolean {
    val corners = doubleArrayOf(made.left, made.top, made.right, made.bottom)
    return near(corners, vector.numbers("square"), suite.tolerance("square"))
}

private fun mapOf(vector: JsonObject): EvidenceMap {
    val rows = vector.getValue("evidence").jsonArray
    val values = vector.numbers("evidence").map(Double::toFloat).toFloatArray()
    return EvidenceMap(values.size / rows.size, rows.size, values)
}

private fun isMap(made: EvidenceMap, vector: JsonObject, key: String, suite: GoldenSuite): Boolean {
    val values = made.values.map(Float::toDouble).toDoubleArray()
    return made.height == vector.getValue(key).jsonArray.size &&
        near(values, vector.numbers(key), suite.tolerance("evidence"))
}
