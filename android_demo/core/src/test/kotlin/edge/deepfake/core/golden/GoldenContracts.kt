package edge.deepfake.core.golden

import edge.deepfake.core.contract.Contract
import edge.deepfake.core.errors.ContractException
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

internal fun contractHolds(vector: JsonObject, suite: GoldenSuite): Boolean {
    if ("text" in vector) return errorOf(vector.text("text")) != null
    val edited = edited(suite.document.getValue("base"), vector.getValue("edit"))
    val expected = vector.getValue("error_key").takeIf { it !is JsonNull }?.jsonPrimitive?.content
    return errorOf(edited.toString())?.key == expected
}

private fun errorOf(contract: String): ContractException? = try {
    Contract.parse(contract.toByteArray())
    null
} catch (error: ContractException) {
    error
}

private fun edited(base: JsonElement, edit: JsonElement): JsonElement {
    if (edit is JsonNull) return base
    val path = (edit.jsonObject["delete"] ?: edit.jsonObject.getValue("set")).jsonArray.map {
        it.jsonPrimitive.content
    }
    return changed(base, path, edit.jsonObject["to"])
}

/** A copy of [tree] with [value] at [path], or without the entry at [path] if [value] is null. */
private fun changed(tree: JsonElement, path: List<String>, value: JsonElement?): JsonElement = when {
    path.isEmpty() -> checkNotNull(value)
    tree is JsonArray -> changedItem(tree, path, value)
    path.size == 1 && value == null -> JsonObject(tree.jsonObject - path.single())
    else -> changedEntry(tree.jsonObject, path, value)
}

private fun changedItem(tree: JsonArray, path: List<String>, value: JsonElement?): JsonElement = JsonArray(
    tree.mapIndexed { i, item ->
        if (i == path.first().toInt()) changed(item, path.drop(1), value) else item
    },
)

private fun changedEntry(tree: JsonObject, path: List<String>, value: JsonElement?): JsonElement {
    val entry = changed(tree[path.first()] ?: JsonNull, path.drop(1), value)
    return JsonObject(tree + (path.first() to entry))
}
