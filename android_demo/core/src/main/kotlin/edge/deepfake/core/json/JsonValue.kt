package edge.deepfake.core.json

import edge.deepfake.core.errors.ContractException
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * A JSON value that is read strictly, without conversions.
 *
 * Every function that reads throws a [ContractException] whose key is the path from this value.
 */
internal class JsonValue(private val element: JsonElement) {
    /** Name of the value's type, for errors. */
    val typeName: String
        get() = when (element) {
            is JsonObject -> "an object"
            is JsonArray -> "an array"
            is JsonNull -> "null"
            is JsonPrimitive -> if (element.isString) "a string" else element.content
        }

    /**
     * The content of a string ([isText] true) or the literal of a number or boolean ([isText] false); null for other
     * values.
     */
    fun primitive(isText: Boolean): String? =
        (element as? JsonPrimitive)?.takeIf { it.isString == isText && it !is JsonNull }?.content

    /** Reads an object. [read] must read every key. */
    fun <T> record(read: JsonRecord.() -> T): T {
        val record = JsonRecord(element as? JsonObject ?: fail("must be an object, not $typeName"))
        return record.read().also { record.refuseUnknown() }
    }

    /** Reads each item of an array. */
    fun <T> items(read: JsonValue.() -> T): List<T> {
        val array = element as? JsonArray ?: fail("must be an array, not $typeName")
        return array.mapIndexed { i, item -> at("[$i]") { JsonValue(item).read() } }
    }

    /** Reads each value of an object with arbitrary keys. */
    fun <T> entries(read: JsonValue.() -> T): Map<String, T> {
        val record = element as? JsonObject ?: fail("must be an object, not $typeName")
        return record.mapValues { (key, value) -> at(key) { JsonValue(value).read() } }
    }

    /** Reads the value unless it is null. */
    fun <T> orNull(read: JsonValue.() -> T): T? = if (element is JsonNull) null else read()

    fun fail(problem: String): Nothing = throw ContractException("", problem)
}

/** Runs [read] and prefixes the key of its [ContractException] with [key]. */
internal inline fun <T> at(key: String, read: () -> T): T = try {
    read()
} catch (error: ContractException) {
    throw error.under(key)
}
