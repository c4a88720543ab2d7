package edge.deepfake.core.golden

import edge.deepfake.core.contract.ReasonsRule
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.image.CropStatistics
import edge.deepfake.core.json.JsonValue
import edge.deepfake.core.json.record
import edge.deepfake.core.scan.ReasonCheck
import edge.deepfake.core.scan.graphicScore
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

internal fun statisticsHold(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val made = arithmetic.statisticsOf(pictureOf(vector))
    val shares = listOf("flat", "common", "hard", "extreme").map { vector.number(it) }.toDoubleArray()
    return near(made.take(shares.size).toDoubleArray(), shares, suite.tolerance("share")) &&
        isNear("colourfulness", made.last(), vector, suite)
}

internal fun reasonsHold(vector: JsonObject, suite: GoldenSuite): Boolean {
    val crop = pictureOf(vector)
    val rule = JsonValue(suite.document.getValue("reasons")).record(ReasonsRule::read)
    val region = vector.getValue("region").jsonObject
    val isWhole = region.text("kind") == RegionKind.IMAGE.id
    val side = region.number("side").takeUnless { region.getValue("mirrored").jsonPrimitive.boolean }
    val sides = listOf(region.number("width"), region.number("height"))
    val made = ReasonCheck(rule).reasonsOf(crop, side, if (isWhole) sides.max() / sides.min() else 1.0)
    val score = graphicScore(CropStatistics().apply { measure(crop) }, rule.graphic)
    return isNear("graphic_score", score, vector, suite) && made == reasonsOf(vector.getValue("reasons"))
}
