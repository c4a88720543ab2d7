package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.JsonValue
import edge.deepfake.core.json.items
import edge.deepfake.core.json.number
import edge.deepfake.core.json.oneOf
import edge.deepfake.core.json.orNull
import edge.deepfake.core.json.parseJson
import edge.deepfake.core.json.readDocument
import edge.deepfake.core.json.record
import edge.deepfake.core.json.text
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject

private const val SCHEMA = "edge-deepfake/self-test/1"

/** Writes a self-test's record as JSON. */
internal fun writeRecord(record: SelfTestRecord): String = treeOf(record).toString()

/**
 * Parses a self-test's record.
 *
 * @throws ContractException if the text is not such a record.
 */
internal fun readRecord(text: String): SelfTestRecord = readDocument(parseJson(text, "record"), SCHEMA) { record ->
    SelfTestRecord(
        key = record.record("key") { SelfTestKey(text("device"), text("app"), text("bundle")) },
        trials = record.items("trials") { record(::trialOf) },
        running = record.orNull("running") { candidate() },
    )
}

private fun treeOf(record: SelfTestRecord): JsonObject = buildJsonObject {
    put("schema", SCHEMA)
    putJsonObject("key") {
        put("device", record.key.device)
        put("app", record.key.app)
        put("bundle", record.key.bundle)
    }
    putJsonArray("trials") {
        for (trial in record.trials) {
            addJsonObject {
                put("candidate", trial.candidate.id)
                put("code", trial.code.id)
                put("millis", trial.millis)
                put("detail", trial.detail)
            }
        }
    }
    put("running", record.running?.id)
}

private fun trialOf(record: JsonRecord): Trial = Trial(
    candidate = record.take("candidate") { candidate() },
    code = record.take("code") { oneOf(TrialCode.entries) { it.id } },
    millis = record.orNull("millis") { number() },
    detail = record.text("detail"),
)

private fun JsonValue.candidate(): Candidate = oneOf(Candidate.entries) { it.id }
