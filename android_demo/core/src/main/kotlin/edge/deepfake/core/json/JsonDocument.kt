package edge.deepfake.core.json

import edge.deepfake.core.errors.requireContract
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * Reads a whole document that states its schema.
 *
 * @param remedy What to do about a document of another version of the schema; empty if there is nothing.
 * @throws ContractException if the document is not an object, states another schema, or [read] fails.
 */
internal fun <T> readDocument(document: JsonElement, schema: String, remedy: String = "", read: (JsonRecord) -> T): T {
    requireContract(document is JsonObject, "schema", "the document must be an object")
    return JsonValue(document).record {
        take("schema") { requireSchema(schema, remedy) }
        read(this)
    }
}

private fun JsonValue.requireSchema(schema: String, remedy: String) {
    val stated = primitive(isText = true)
    if (stated == schema) return
    val isOther = stated?.substringBeforeLast('/') == schema.substringBeforeLast('/')
    val hint = if (isOther && remedy.isNotEmpty()) "; $remedy" else ""
    fail("must be '$schema', not ${stated?.let { "'$it'" } ?: typeName}$hint")
}
