package edge.deepfake.core.contract

import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.selftest.GoldenFile
import edge.deepfake.core.support.BUNDLE_FOLDER
import edge.deepfake.core.support.MemorySource
import edge.deepfake.core.support.RealBundle
import edge.deepfake.core.support.TinyBundle
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

internal class BundleTest {
    private val files = TinyBundle.files()

    @Test
    fun opensAndReads() {
        val bundle = Bundle.open(MemorySource(files))
        assertArrayEquals(files.getValue("model.tflite"), bundle.read("model.tflite"))
        assertEquals(sha256Of(files.getValue(Bundle.CONTRACT_FILE)), bundle.sha256)
    }

    @Test
    fun theShippedBundleOpens() {
        val bundle = RealBundle.bundle
        assertEquals(BUNDLE_FOLDER.name, bundle.contract.id)
        assertTrue(GoldenFile.of(bundle).vectors.isNotEmpty())
    }

    @ParameterizedTest
    @ValueSource(strings = ["model.tflite", "golden.json", "face_still.tflite"])
    fun aFlippedBitIsFound(name: String) {
        files[name] = files.getValue(name).clone().also { it[3] = (it[3].toInt() xor 1).toByte() }
        assertProblem(name, "sha256")
    }

    @Test
    fun aFileCutOffIsFound() {
        files["model.tflite"] = files.getValue("model.tflite").copyOf(5)
        assertProblem("model.tflite", "5 bytes")
    }

    @ParameterizedTest
    @ValueSource(strings = ["model.tflite", "golden.json", "contract.json"])
    fun aMissingFileIsFound(name: String) {
        files.remove(name)
        assertProblem(name, "no such file")
    }

    @Test
    fun aChangeAfterOpeningIsFound() {
        val bundle = Bundle.open(MemorySource(files))
        files["model.tflite"] = "other bytes than those of before".toByteArray()
        assertThrows<BundleException> { bundle.read("model.tflite") }
    }

    @Test
    fun anUnlistedFileIsNotRead() {
        files["secret"] = byteArrayOf(1)
        val error =
            assertThrows<BundleException> { Bundle.open(MemorySource(files)).read("secret") }
        assertTrue("'secret' is not a file of bundle" in error.message.orEmpty())
    }

    @Test
    fun anUnknownKeyIsNamed() {
        val error =
            assertThrows<ContractException> { TinyBundle.open("surprise" to JsonPrimitive(1)) }
        assertEquals("surprise", error.key)
        assertEquals("surprise: unknown key", error.message)
    }

    private fun assertProblem(name: String, problem: String) {
        val error = assertThrows<BundleException> { Bundle.open(MemorySource(files)) }
        val message = error.message.orEmpty()
        assertTrue(name in message && problem in message, message)
    }
}
