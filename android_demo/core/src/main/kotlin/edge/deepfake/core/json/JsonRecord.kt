package edge.deepfake.core.json

import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.errors.requireContract
import kotlinx.serialization.json.JsonObject

/** A JSON object of which every key must be read once. A missing or unknown key is an error. */
internal class JsonRecord(private val given: JsonObject) {
    private val taken = HashSet<String>()

    /** Reads the value of [key]. */
    fun <T> take(key: String, read: JsonValue.() -> T): T {
        val element = given[key] ?: throw ContractException(key, "missing")
        taken += key
        return at(key) { JsonValue(element).read() }
    }

    /** Throws a [ContractException] for the first key that was not read. */
    fun refuseUnknown() {
        val unknown = given.keys.firstOrNull { it !in taken } ?: return
        throw ContractException(unknown, "unknown key")
    }
}

internal fun JsonRecord.text(key: String): String = take(key) { text() }

internal fun JsonRecord.int(key: String): Int = take(key) { int() }

internal fun JsonRecord.long(key: String): Long = take(key) { long() }

internal fun JsonRecord.number(key: String): Double = take(key) { number() }

internal fun JsonRecord.choice(key: String, vararg options: String): String = take(key) { choice(options.asList()) }

internal fun <T> JsonRecord.record(key: String, read: JsonRecord.() -> T): T = take(key) { record(read) }

internal fun <T> JsonRecord.items(key: String, read: JsonValue.() -> T): List<T> = take(key) { items(read) }

/** Reads an array of exactly [count] items. */
internal fun <T> JsonRecord.items(key: String, count: Int, read: JsonValue.() -> T): List<T> = take(key) {
    items(read).also { requireContract(it.size == count, "", "must have $count items, not ${it.size}") }
}

internal fun <T> JsonRecord.entries(key: String, read: JsonValue.() -> T): Map<String, T> = take(key) { entries(read) }

internal fun <T> JsonRecord.orNull(key: String, read: JsonValue.() -> T): T? = take(key) { orNull(read) }
