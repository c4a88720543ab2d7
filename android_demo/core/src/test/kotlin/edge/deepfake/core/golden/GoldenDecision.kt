package edge.deepfake.core.golden

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.QualityRule
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.pooledProbability
import edge.deepfake.core.decision.pooledVerdict
import edge.deepfake.core.decision.probabilityOf
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.image.lumaOf
import edge.deepfake.core.image.sharpnessOf
import edge.deepfake.core.json.JsonValue
import edge.deepfake.core.json.record
import edge.deepfake.core.scan.QualityCheck
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

internal fun decisionHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean =
    when (val kind = vector.text("kind")) {
        "probability" -> probabilityHolds(vector, suite, arithmetic)
        "picture" -> pictureHolds(vector, suite, arithmetic)
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

private fun pictureHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val rule = decisionRule(suite.rule(vector))
    val probabilities = vector.numbers("probabilities").toList()
    val pooled = pooledProbability(probabilities, rule)
    val verdicts = vector.texts("verdicts")
    return probabilities.map { arithmetic.verdictOf(it, rule).name } == verdicts &&
        pooledVerdict(verdicts.map(Verdict::valueOf), rule)?.name == vector.text("verdict") &&
        pooled == vector.number("probability") &&
        arithmetic.verdictOf(pooled, rule).name == vector.text("verdict")
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

private fun isNear(key: String, made: Double, vector: JsonObject, suite: GoldenSuite): Boolean =
    near(doubleArrayOf(made), vector.numbers(key), suite.tolerance(key))

internal fun decisionRule(rule: JsonObject): DecisionRule = JsonValue(rule).record(DecisionRule::read)
