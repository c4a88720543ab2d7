package edge.deepfake.core.json

import edge.deepfake.core.errors.ContractException
import kotlin.io.encoding.Base64

private val INTEGER = Regex("-?(0|[1-9][0-9]*)")
private val NUMBER = Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")

internal fun JsonValue.text(): String = primitive(isText = true) ?: fail("must be a string, not $kind")

/** An integer of 32 bits: `1.0` is none, and neither is `true` or `"1"`. */
internal fun JsonValue.int(): Int = literal(INTEGER, "an integer").toIntOrNull() ?: fail("must fit 32 bits")

/** An integer of 64 bits. */
internal fun JsonValue.long(): Long = literal(INTEGER, "an integer").toLongOrNull() ?: fail("must fit 64 bits")

/** A finite number. */
internal fun JsonValue.number(): Double {
    val number = literal(NUMBER, "a number").toDouble()
    return if (number.isInfinite()) fail("must be a finite number") else number
}

/** One of several words. */
internal fun JsonValue.choice(options: Collection<String>): String {
    val word = primitive(isText = true)
    if (word != null && word in options) return word
    fail("must be one of ${options.joinToString { "'$it'" }}, not ${word ?: kind}")
}

/** The one of several things that is called so. */
internal fun <T> JsonValue.oneOf(options: List<T>, wordOf: (T) -> String): T {
    val word = choice(options.map(wordOf))
    return options.first { wordOf(it) == word }
}

internal fun JsonValue.base64(): ByteArray = try {
    Base64.decode(text())
} catch (error: IllegalArgumentException) {
    throw ContractException("", "not base64", error)
}

private fun JsonValue.literal(pattern: Regex, wanted: String): String =
    primitive(isText = false)?.takeIf(pattern::matches) ?: fail("must be $wanted, not $kind")
