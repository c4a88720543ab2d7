package edge.deepfake.core.result

import com.networknt.schema.InputFormat
import com.networknt.schema.JsonSchemaFactory
import com.networknt.schema.SpecVersion
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.Residency
import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.support.PythonAnswers
import edge.deepfake.core.support.REPOSITORY
import edge.deepfake.core.support.Results
import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import org.junit.jupiter.params.provider.ValueSource

/** The JSON of a result follows the schema that all languages share. */
internal class ResultJsonTest {
    private val schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(File(REPOSITORY, "edge_runtime/result/result.schema.json").readText())

    @Test
    fun aScanFollowsTheSchema() {
        assertFollows(Results.scanned())
    }

    @ParameterizedTest
    @EnumSource(FailureCode::class)
    fun aFailureFollowsTheSchema(code: FailureCode) {
        assertFollows(Results.failed(code))
        assertFollows(Results.failed(code, ImageInfo(1, 2, emptyList())))
    }

    @Test
    fun theSchemaRefusesWhatIsWrong() {
        val right = Results.scanned().toJson()
        val edits = mapOf(
            "UNSURE" to "MAYBE",
            "\"face\"" to "\"body\"",
            "\"gate\"" to "\"goat\"",
            "\"no_colour\"" to "\"no_color\"",
            "\"rotated\": 90" to "\"rotated\": 45",
            "\"residency\": \"full\"" to "\"residency\": \"whole\"",
            "\"reason\"" to "\"because\"",
        )
        for ((from, to) in edits) {
            assertTrue(from in right, from)
            assertNotEquals(emptySet<Any>(), problemsOf(right.replaceFirst(from, to)), to)
        }
    }

    @Test
    fun whatPythonWroteIsReadAndWrittenAlike() {
        for (result in PythonAnswers.bySample.values) assertFollows(result)
    }

    @Test
    fun theWordsAreThoseOfTheSchema() {
        val text = File(REPOSITORY, "edge_runtime/result/result.schema.json").readText()
        val words = FailureCode.entries.map { it.id } + QualityFlag.entries.map { it.id } +
            RegionKind.entries.map { it.id } + Verdict.entries.map { it.name } +
            Residency.entries.map { it.id } + Reason.entries.map { it.id }
        assertEquals(emptyList<String>(), words.filterNot { "\"$it\"" in text })
    }

    @Test
    fun aContradictionIsRefused() {
        val scanned = Results.scanned().toJson()
        val failed = scanned.replace("\"status\": \"scanned\"", "\"status\": \"failed\"")
        val error = assertThrows<ContractException> { ScanResult.fromJson(failed) }
        assertEquals("status", error.key)
        assertThrows<ContractException> { Results.scanned(emptyList()) }
    }

    @Test
    fun whatIsOutOfPlaceIsRefused() {
        val right = Results.scanned().toJson()
        assertKey("rotated", right.replace("\"rotated\": 90", "\"rotated\": 45"))
        val region = right.replaceFirst("no_colour", "unstable").replaceFirst("no_colour", "faces_omitted")
        assertKey("regions[0].reasons[0]", region)
        assertKey("possible_faces[0].score", right.replace("\"score\"", "\"points\""))
    }

    @Test
    fun anUnknownKeyIsRefused() {
        val text = Results.scanned().toJson().replaceFirst("\"left\"", "\"links\"")
        val error = assertThrows<ContractException> { ScanResult.fromJson(text) }
        assertEquals("regions[0].box.left", error.key)
    }

    @ParameterizedTest
    @ValueSource(
        strings = ["backend", "accelerator", "threads", "requested", "residency", "reason"],
    )
    fun theRuntimeIsToldWhole(key: String) {
        val text = Results.scanned().toJson().replaceFirst("\"$key\"", "\"other\"")
        val error = assertThrows<ContractException> { ScanResult.fromJson(text) }
        assertEquals("runtime.$key", error.key)
    }

    private fun assertKey(key: String, text: String) {
        assertEquals(key, assertThrows<ContractException> { ScanResult.fromJson(text) }.key)
    }

    private fun assertFollows(result: ScanResult) {
        val text = result.toJson()
        assertEquals(emptySet<Any>(), problemsOf(text))
        assertEquals(text, ScanResult.fromJson(text).toJson())
    }

    private fun problemsOf(text: String): Set<Any> = schema.validate(text, InputFormat.JSON)
}
