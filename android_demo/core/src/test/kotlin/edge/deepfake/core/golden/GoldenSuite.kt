package edge.deepfake.core.golden

import edge.deepfake.core.image.Box
import edge.deepfake.core.support.REPOSITORY
import java.io.File
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** A suite of golden vectors, in a file of `tests/golden/vectors`. */
internal class GoldenSuite(val name: String) {
    val document: JsonObject =
        Json.parseToJsonElement(File(GOLDEN_FOLDER, "$name.json").readText()).jsonObject
    val vectors: List<JsonObject> = document.getValue("vectors").jsonArray.map { it.jsonObject }
    val ids: List<String> = vectors.map { it.text("id") }

    init {
        check(document.text("schema") == "golden/1" && document.text("suite") == name) {
            "$name.json is no suite"
        }
    }

    fun tolerance(key: String): Double = document.getValue("tolerance").jsonObject.number(key)

    fun rule(vector: JsonObject): JsonObject =
        document.getValue("rules").jsonObject.getValue(vector.text("rule")).jsonObject

    /** Gives for each id whether [holds] is true for the vector. */
    fun outcomes(holds: (JsonObject) -> Boolean): Map<String, Boolean> =
        vectors.associate { it.text("id") to holds(it) }
}

internal val GOLDEN_FOLDER = File(REPOSITORY, "tests/golden/vectors")

internal fun JsonObject.text(key: String): String = getValue(key).jsonPrimitive.content

internal fun JsonObject.int(key: String): Int = getValue(key).jsonPrimitive.int

internal fun JsonObject.number(key: String): Double = getValue(key).jsonPrimitive.double

internal fun JsonObject.numbers(key: String): DoubleArray = getValue(key).numbers()

internal fun JsonObject.ints(key: String): List<Int> = getValue(key).jsonArray.map { it.jsonPrimitive.int }

internal fun JsonObject.texts(key: String): List<String> = getValue(key).jsonArray.map { it.jsonPrimitive.content }

/** All numbers of a nested array, in order. */
internal fun JsonElement.numbers(): DoubleArray = when (this) {
    is JsonPrimitive -> doubleArrayOf(double)
    else -> jsonArray.flatMap { it.numbers().asIterable() }.toDoubleArray()
}

internal fun JsonObject.box(key: String): Box = numbers(key).let { Box(it[0], it[1], it[2], it[3]) }

/** Whether both arrays have the same length and differ by at most [tolerance]. NaN never passes. */
internal fun near(one: DoubleArray, other: DoubleArray, tolerance: Double): Boolean =
    one.size == other.size && one.indices.all { kotlin.math.abs(one[it] - other[it]) <= tolerance }
