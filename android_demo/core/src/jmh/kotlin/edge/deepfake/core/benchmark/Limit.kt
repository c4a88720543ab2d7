package edge.deepfake.core.benchmark

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** A measured value with an upper limit. The benchmark fails if the value exceeds it. */
internal class Limit(private val name: String, private val value: Double, private val most: Double) {
    val holds: Boolean get() = value <= most

    fun toJson(): JsonObject = buildJsonObject {
        put("name", name)
        put("value", rounded(value))
        put("most", most)
        put("holds", holds)
    }

    override fun toString(): String = "$name: ${rounded(value)}, at most $most${if (holds) "" else ": DOES NOT HOLD"}"
}

internal fun rounded(value: Double): Double = Math.round(value * CENTS) / CENTS

private const val CENTS = 100.0
