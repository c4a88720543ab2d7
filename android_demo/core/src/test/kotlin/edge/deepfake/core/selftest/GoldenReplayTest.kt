package edge.deepfake.core.selftest

import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.support.FakeEngine
import edge.deepfake.core.support.RealBundle
import edge.deepfake.core.support.TinyBundle
import java.util.Base64
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal class GoldenReplayTest {
    private val contract = TinyBundle.open().contract
    private val png = Base64.getEncoder().encodeToString(
        GoldenFile.of(RealBundle.bundle).vectors.first().png,
    )

    @Test
    fun errorsAreMeasuredAndJudged() {
        val expected = GoldenCheck("one", true, 0.25, 0.0, 0.0)
        assertEquals(expected, check(golden(logit = 0.5), 0.25))
        assertFalse(check(golden(logit = 0.5), 0.2).ok)
        assertFalse(check(golden(logit = 0.5), Double.NaN).ok)
        assertFalse(check(golden(logit = 0.25, gate = 0.8), 0.25).ok)
        assertFalse(check(golden(logit = 0.25, corner = 47.7), 0.25).ok)
        assertTrue(check(golden(logit = 0.25, corner = 47.8), 0.25).ok)
    }

    @Test
    fun aBrokenFileIsNamed() {
        val empty = """{"schema":"edge-runtime/golden/1","tolerance":$TOLERANCE,"vectors":[]}"""
        assertKey("vectors", empty)
        assertKey("tolerance.gate", text().replace("\"gate\":0.25,\"evi", "\"gate\":-1,\"evi"))
        assertKey("vectors[0].crop_png", text(png = "no base64!"))
        assertKey("schema", text().replace("golden/1", "golden/2"))
        assertKey("vectors[0].extra", text().replace("\"id\"", "\"extra\":1,\"id\""))
    }

    @Test
    fun aVectorThatDoesNotFitIsNamed() {
        val short = parse(text(rows = 6))
        assertEquals("vectors[0].evidence", errorOf(short).key)
        val noPicture = parse(text(png = Base64.getEncoder().encodeToString(byteArrayOf(1, 2, 3))))
        assertEquals("vectors[0].crop_png", errorOf(noPicture).key)
    }

    private fun check(golden: GoldenFile, answer: Double): GoldenCheck =
        replay(golden, contract, FakeEngine { answer }).single()

    private fun errorOf(golden: GoldenFile): ContractException =
        assertThrows<ContractException> { replay(golden, contract, FakeEngine { 0.0 }) }

    private fun assertKey(key: String, text: String) {
        assertEquals(key, assertThrows<ContractException> { parse(text) }.key)
    }

    private fun golden(logit: Double, gate: Double = 0.5, corner: Double = 48.0): GoldenFile =
        parse(text(logit = logit, gate = gate, corner = corner))

    private fun parse(text: String): GoldenFile = GoldenFile.parse(text.toByteArray())

    private fun text(
        logit: Double = 0.0,
        gate: Double = 0.5,
        corner: Double = 48.0,
        png: String = this.png,
        rows: Int = 7,
    ): String {
        val rising = List(rows * 7) { if (it == 48) corner else it.toDouble() }
        val evidence = rising.chunked(7)
        val answer = """"logit":$logit,"gate":$gate,"evidence":$evidence"""
        val vector = """{"id":"one","crop_png":"$png",$answer}"""
        return """{"schema":"edge-runtime/golden/1","tolerance":$TOLERANCE,"vectors":[$vector]}"""
    }

    private companion object {
        const val TOLERANCE = """{"logit":0.25,"gate":0.25,"evidence":0.25}"""
    }
}
