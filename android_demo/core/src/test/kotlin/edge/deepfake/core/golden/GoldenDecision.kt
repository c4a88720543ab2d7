package edge.deepfake.core.golden

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.QualityRule
import edge.deepfake.core.contract.SecondLookRule
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.pooledReasons
import edge.deepfake.core.image.lumaOf
import edge.deepfake.core.image.sharpnessOf
import edge.deepfake.core.json.JsonValue
import edge.deepfake.core.json.record
import edge.deepfake.core.scan.QualityCheck
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

internal fun decisionHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean =
    when (val kind = vector.text("kind")) {
        "probability" -> probabilityHolds(vector, suite, arithmetic)
        "verdict" -> verdictHolds(vector, suite, arithmetic)
        "second_look" -> secondLookHolds(vector, suite, arithmetic)
        "pool" -> poolHolds(vector, suite, arithmetic)
        "union" -> unionHolds(vector)
        "statistics" -> statisticsHold(vector, suite, arithmetic)
        "reasons" -> reasonsHold(vector, suite)
        "quality" -> qualityHolds(vector, suite)
        else -> error("unknown kind $kind")
    }

private fun probabilityHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val rule = decisionRule(suite.rule(vector))
    val probability = vector.number("probability")
    val made = arithmetic.probabilityOf(vector.number("logit"), rule)
    return isNear("probability", made, vector, suite) &&
        arithmetic.verdictOf(probability, rule).name == vector.text("verdict")
}

private fun verdictHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val rule = decisionRule(suite.rule(vector))
    return arithmetic.verdictOf(vector.number("probability"), rule).name == vector.text("verdict")
}

private fun secondLookHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val made = arithmetic.judge(
        vector.number("first"),
        vector.number("second"),
        reasonsOf(vector.getValue("first_reasons")),
        decisionRule(suite.rule(vector)),
        JsonValue(suite.document.getValue("second_look")).record(SecondLookRule::read),
    )
    return near(made.looks.toDoubleArray(), vector.numbers("looks"), suite.tolerance("logit")) &&
        isNear("logit", made.logit, vector, suite) &&
        isNear("probability", made.probability, vector, suite) &&
        made.verdict.name == vector.text("verdict") &&
        made.reasons == reasonsOf(vector.getValue("reasons"))
}

private fun unionHolds(vector: JsonObject): Boolean {
    val regions = vector.getValue("regions").jsonArray.map(::reasonsOf)
    val made = pooledReasons(Verdict.valueOf(vector.text("verdict")), regions, vector.int("faces_omitted"))
    return made == reasonsOf(vector.getValue("reasons"))
}

private fun qualityHolds(vector: JsonObject, suite: GoldenSuite): Boolean {
    val crop = pictureOf(vector)
    val luma = DoubleArray(crop.width * crop.height).also { lumaOf(crop, it) }
    val sharpness = sharpnessOf(luma, crop.width, crop.height)
    val rule = JsonValue(suite.document.getValue("quality").jsonObject).record(QualityRule::read)
    val flags = QualityCheck(rule).flagsOf(crop, vector.number("side")).map { it.id }
    return isNear("brightness", luma.average(), vector, suite) &&
        isNear("sharpness", sharpness, vector, suite) &&
        flags == vector.texts("flags")
}

internal fun isNear(key: String, made: Double, vector: JsonObject, suite: GoldenSuite): Boolean =
    near(doubleArrayOf(made), vector.numbers(key), suite.tolerance(key))

internal fun reasonsOf(ids: JsonElement): List<Reason> =
    ids.jsonArray.map { id -> Reason.entries.first { it.id == id.jsonPrimitive.content } }

internal fun decisionRule(rule: JsonObject): DecisionRule = JsonValue(rule).record(DecisionRule::read)
