package edge.deepfake.core.golden

import edge.deepfake.core.contract.PoolingRule
import edge.deepfake.core.decision.Part
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.json.JsonValue
import edge.deepfake.core.json.record
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

internal fun poolHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val parts = vector.getValue("parts").jsonArray.map { partOf(it.jsonObject) }
    val poolings = suite.document.getValue("poolings").jsonObject
    val pooling = JsonValue(poolings.getValue(vector.text("pooling"))).record(PoolingRule::read)
    val probability = arithmetic.pooledProbability(parts, pooling)
    val rule = decisionRule(suite.rule(vector))
    return isNear("probability", probability, vector, suite) &&
        arithmetic.pooledVerdict(probability, parts, vector.int("faces_omitted"), rule).name == vector.text("verdict")
}

private fun partOf(item: JsonObject): Part = GoldenPart(
    RegionKind.entries.first { it.id == item.text("kind") },
    item.number("probability"),
    item.getValue("capped").jsonPrimitive.boolean,
)
