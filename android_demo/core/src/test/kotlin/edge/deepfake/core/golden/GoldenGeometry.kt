package edge.deepfake.core.golden

import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.image.Box
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.resample.planWhole
import edge.deepfake.core.scan.foldMirrored
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray

internal fun geometryHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean =
    when (val kind = vector.text("kind")) {
        "plan_crop" -> isSquare(
            arithmetic.planCrop(vector.box("box"), vector.number("margin")),
            vector,
            suite,
        )

        "plan_whole" -> isSquare(
            arithmetic.planWhole(vector.int("width"), vector.int("height")),
            vector,
            suite,
        )

        "fold_mirrored" -> isFolded(vector, suite, arithmetic)

        else -> error("unknown kind $kind")
    }

private fun isSquare(made: Box, vector: JsonObject, suite: GoldenSuite): Boolean {
    val corners = doubleArrayOf(made.left, made.top, made.right, made.bottom)
    return near(corners, vector.numbers("square"), suite.tolerance("square"))
}

private fun isFolded(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val rows = vector.getValue("evidence").jsonArray
    val values = vector.numbers("evidence").map(Double::toFloat).toFloatArray()
    val map = EvidenceMap(values.size / rows.size, rows.size, values)
    val folded = arithmetic.foldMirrored(map, vector.int("side"), vector.int("size"))
    val made = folded.values.map(Float::toDouble).toDoubleArray()
    val isSquare = folded.height == vector.getValue("folded").jsonArray.size
    return isSquare && near(made, vector.numbers("folded"), suite.tolerance("evidence"))
}
