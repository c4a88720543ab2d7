package edge.deepfake.core.json

import edge.deepfake.core.errors.require
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * Reads a whole document that states its schema.
 *
 * @throws ContractException if it is no object, states another schema, or [read] refuses it.
 */
internal fun <T> readDocument(document: JsonElement, schema: String, read: (JsonRecord) -> T): T {
    require(document is JsonObject, "schema", "the document must be an object")
    return JsonValue(document).record {
        take("schema") { choice(listOf(schema)) }
        read(this)
    }
}
