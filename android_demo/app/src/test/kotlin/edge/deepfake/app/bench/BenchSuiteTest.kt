package edge.deepfake.app.bench

import edge.deepfake.core.engine.Candidate
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class BenchSuiteTest {
    private val good =
        """{"schema":"edge-bench/phone-suite/1","warm_ups":0,"runs":3,"cases":[{"accelerator":"cpu","threads":2}]}"""

    private fun assertRefused(text: String, words: String) {
        val error = assertThrows(IllegalArgumentException::class.java) { BenchSuite.parse(text) }
        assertTrue(error.message, error.message.orEmpty().contains(words))
    }

    @Test
    fun readsASuite() {
        assertEquals(BenchSuite(0, 3, listOf(BenchCase(Candidate.CPU, 2))), BenchSuite.parse(good))
    }

    @Test
    fun refusesWhatIsNoSuite() {
        assertRefused("", "invalid suite")
        assertRefused(good.replace("suite/1", "suite/2"), "schema")
        assertRefused(good.replace("\"warm_ups\":0,", ""), "keys")
        assertRefused(good.replace("\"runs\":3", "\"runs\":3,\"more\":1"), "keys")
        assertRefused(good.replace("\"runs\":3", "\"runs\":0"), "runs")
        assertRefused(good.replace("\"runs\":3", "\"runs\":\"3\""), "runs")
        assertRefused(good.replace("\"cpu\"", "\"tpu\""), "tpu")
        assertRefused(good.replace("\"threads\":2", "\"threads\":0"), "threads")
        assertRefused(good.replace(Regex("\\[.*]"), "[]"), "cases")
    }
}
