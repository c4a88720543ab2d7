package edge.deepfake.core.json

import edge.deepfake.core.contract.Contract
import edge.deepfake.core.errors.ContractException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.junit.jupiter.params.provider.ValueSource

internal class JsonStrictTest {
    @ParameterizedTest
    @ValueSource(
        strings = [
            "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\":1}x", "{\"a\":1}{}", "{'a':1}", "{\"a\" 1}",
            "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}",
            "[{\"a\":1,\"\\u0061\":2}]", "\"unclosed",
        ],
    )
    fun isNoDocument(text: String) {
        val error = assertThrows<ContractException> { parseJson(text, "document") }
        assertEquals("document", error.key)
    }

    @ParameterizedTest
    @ValueSource(
        strings = [
            "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":\"a\"}]}",
            "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"]",
            "{\"\\\"a\":1,\"a\":\"\\\"a\\\":\"}", "7",
        ],
    )
    fun repeatsNoKey(text: String) {
        parseJson(text, "document")
        assertNull(firstDuplicateKey(text))
    }

    @Test
    fun bytesThatAreNoTextAreNamed() {
        val broken = byteArrayOf('"'.code.toByte(), 0xC3.toByte(), '"'.code.toByte())
        val error = assertThrows<ContractException> { parseJson(broken, "x") }
        assertEquals("x: not UTF-8 text", error.message)
    }

    @Test
    fun deepNestingIsNoCrash() {
        val deep = "[".repeat(100_000) + "]".repeat(100_000)
        val error = assertThrows<ContractException> { Contract.parse(deep.toByteArray()) }
        assertEquals("contract.json: not a JSON document: nested more than 32 deep", error.message)
    }

    @ParameterizedTest
    @ValueSource(
        strings = ["1.0", "1e3", "true", "\"1\"", "null", "[]", "{}", "NaN", "01", "2147483648"],
    )
    fun isNoInteger(value: String) {
        assertKey("key", value) { int("key") }
    }

    @ParameterizedTest
    @ValueSource(
        strings = ["true", "\"1\"", "null", "NaN", "Infinity", "-Infinity", "1e999", "1.", ".5"],
    )
    fun isNoNumber(value: String) {
        assertKey("key", value) { number("key") }
    }

    @ParameterizedTest
    @CsvSource("1,1.0", "-0.5,-0.5", "1e3,1000.0", "1E-2,0.01")
    fun isANumber(text: String, value: Double) {
        assertEquals(value, read("{\"key\":$text}") { number("key") })
    }

    @Test
    fun anItemIsNamedByItsPlace() {
        assertKey("key[2]", "[1, 2, null]") { items("key") { int() } }
        assertKey("key", "[1, 2, 3]") { items("key", 2) { int() } }
        assertKey("key.inner.x", "{\"inner\":{\"x\":1}}") {
            record("key") { record("inner") { text("x") } }
        }
    }

    private fun assertKey(key: String, value: String, read: JsonRecord.() -> Unit) {
        val error = assertThrows<ContractException> { read("{\"key\":$value}", read) }
        assertEquals(key, error.key)
    }

    private fun <T> read(text: String, read: JsonRecord.() -> T): T = JsonValue(parseJson(text, "text")).record(read)
}
