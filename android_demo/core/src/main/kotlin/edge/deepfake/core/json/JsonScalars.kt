package edge.deepfake.core.json

import edge.deepfake.core.errors.ContractException
import kotlin.io.encoding.Base64

private val INTEGER = Regex("-?(0|[1-9][0-9]*)")
private val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")

internal fun JsonValue.text(): String = primitive(isText = true) ?: fail("must be a string, not $typeName")

/** A 32-bit integer. `1.0`, `true` and `"1"` are not integers. */
internal fun JsonValue.int(): Int = literal(INTEGER, "an integer").toIntOrNull() ?: fail("must fit 32 bits")

/** A 64-bit integer. */
internal fun JsonValue.long(): Long = literal(INTEGER, "an integer").toLongOrNull() ?: fail("must fit 64 bits")

/** A finite number. */
internal fun JsonValue.number(): Double {
    val number = literal(NUMBER, "a number").toDouble()
    return if (number.isInfinite()) fail("must be a finite number") else number
}

/** A string that is one of [options]. */
internal fun JsonValue.choice(options: Collection<String>): String {
    val value = primitive(isText = true)
    if (value != null && value in options) return value
    fail("must be one of ${options.joinToString { "'$it'" }}, not ${value ?: typeName}")
}

/** The one of [options] whose id is the string. */
internal fun <T> JsonValue.oneOf(options: List<T>, idOf: (T) -> String): T {
    val value = choice(options.map(idOf))
    return options.first { idOf(it) == value }
}

internal fun JsonValue.base64(): ByteArray = try {
    Base64.decode(text())
} catch (error: IllegalArgumentException) {
    throw ContractException("", "not base64", error)
}

private fun JsonValue.literal(pattern: Regex, wanted: String): String =
    primitive(isText = false)?.takeIf(pattern::matches) ?: fail("must be $wanted, not $typeName")
