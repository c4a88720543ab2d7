package edge.deepfake.core.json

import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.errors.requireContract
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement

/**
 * Parses the bytes of a JSON file. A key that occurs twice in an object is an error.
 *
 * @param name Name of the document in the error.
 * @throws ContractException if the bytes are not JSON in UTF-8.
 */
internal fun parseJson(data: ByteArray, name: String): JsonElement {
    val text = try {
        Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString()
    } catch (error: CharacterCodingException) {
        throw ContractException(name, "not UTF-8 text", error)
    }
    return parseJson(text, name)
}

/** Parses JSON text like the function above. */
internal fun parseJson(text: String, name: String): JsonElement {
    requireContract(
        depthOf(text) <= MAX_DEPTH,
        name,
        "not a JSON document: nested more than $MAX_DEPTH deep",
    )
    val document = try {
        Json.parseToJsonElement(text)
    } catch (error: SerializationException) {
        throw ContractException(name, "not a JSON document: ${error.message}", error)
    }
    val twice = firstDuplicateKey(text)
    requireContract(twice == null, name, "not a JSON document: the key $twice occurs twice")
    return document
}

/**
 * The maximum nesting depth. It is checked first, because a recursive parser would overflow the stack on a malicious
 * document.
 */
private fun depthOf(text: String): Int {
    var depth = 0
    var most = 0
    var isInText = false
    var at = 0
    while (at < text.length) {
        when (text[at]) {
            '"' -> isInText = !isInText
            '\\' -> at++
            '[', '{' -> if (!isInText) most = maxOf(most, ++depth)
            ']', '}' -> if (!isInText) depth--
        }
        at++
    }
    return most
}

private const val MAX_DEPTH = 32
