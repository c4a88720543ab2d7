package edge.deepfake.core.json

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonPrimitive

/**
 * The first key that occurs twice in an object of a JSON document, as written in the document; null if there is none.
 *
 * kotlinx.serialization silently keeps the last value, but a contract must not be ambiguous.
 *
 * @param json A valid JSON document.
 */
internal fun firstDuplicateKey(json: String): String? {
    val keys = ArrayList<MutableSet<String>>()
    var at = 0
    while (at < json.length) {
        when (json[at]) {
            '{' -> keys.add(HashSet())

            '}' -> keys.removeAt(keys.lastIndex)

            '"' -> {
                val end = endOfString(json, at)
                val literal = json.substring(at, end)
                if (isKey(json, end) && !keys.last().add(unescaped(literal))) return literal
                at = end - 1
            }
        }
        at++
    }
    return null
}

/** Index after the closing quotation mark of the string that opens at [start]. */
private fun endOfString(json: String, start: Int): Int {
    var at = start + 1
    while (json[at] != '"') at += if (json[at] == '\\') 2 else 1
    return at + 1
}

private fun isKey(json: String, end: Int): Boolean {
    var at = end
    while (at < json.length && json[at].isWhitespace()) at++
    return at < json.length && json[at] == ':'
}

private fun unescaped(literal: String): String = Json.parseToJsonElement(literal).jsonPrimitive.content
