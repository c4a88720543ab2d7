package edge.deepfake.core.json

import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.errors.require
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement

/**
 * Parses the bytes of a JSON file; a key that occurs twice is an error.
 *
 * @param name What to call the document in the error.
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

/** [parseJson] of text. */
internal fun parseJson(text: String, name: String): JsonElement {
    require(
        depthOf(text) <= MOST_DEPTH,
        name,
        "not a JSON document: nested more than $MOST_DEPTH deep",
    )
    val document = try {
        Json.parseToJsonElement(text)
    } catch (error: SerializationException) {
        throw ContractException(name, "not a JSON document: ${error.message}", error)
    }
    val twice = firstRepeatedKey(text)
    require(twice == null, name, "not a JSON document: the key $twice occurs twice")
    return document
}

/**
 * Brackets that are open at once where most are: a parser that recurses would overflow on a hostile
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

private const val MOST_DEPTH = 32
