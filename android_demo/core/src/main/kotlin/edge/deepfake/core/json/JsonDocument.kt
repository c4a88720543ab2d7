package edge.deepfake.core.json

import edge.deepfake.core.errors.requireContract
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * Reads a whole document that states its schema.
 *
 * @throws ContractException if the document is not an object, states another schema, or [read] fails.
 */
internal fun <T> readDocument(document: JsonElement, schema: String, read: (JsonRecord) -> T): T {
    requireContract(document is JsonObject, "schema", "the document must be an object")
    return JsonValue(document).record {
        take("schema") { choice(listOf(schema)) }
        read(this)
    }
}
