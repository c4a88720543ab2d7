package edge.deepfake.core.golden

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

/** This module passes every golden vector, which the slow reference computed. */
internal class GoldenVectorsTest {
    @ParameterizedTest
    @CsvSource("contracts,600", "geometry,49", "pixels,61", "faces,150", "decision,167")
    fun everyVectorHolds(name: String, least: Int) {
        val listed = GoldenSuite(name).ids
        val found = outcomes(name)
        assertEquals(listed.sorted(), found.keys.sorted())
        assertTrue(found.size >= least, "$name lost vectors: ${found.size} of $least")
        assertEquals(emptySet<String>(), found.filterValues { !it }.keys)
    }

    @Test
    fun everyStoredSuiteIsPlayed() {
        val stored = checkNotNull(GOLDEN_FOLDER.list()).map { it.removeSuffix(".json") }.toSet()
        assertEquals(
            setOf("contracts", "geometry", "pixels", "faces", "decision", "network"),
            stored,
        )
    }
}
