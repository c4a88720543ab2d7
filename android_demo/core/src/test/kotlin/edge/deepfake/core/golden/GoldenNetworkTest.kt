package edge.deepfake.core.golden

import edge.deepfake.core.engine.NetworkOutput
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.planWhole
import edge.deepfake.core.selftest.GoldenCheck
import edge.deepfake.core.selftest.GoldenFile
import edge.deepfake.core.selftest.replay
import edge.deepfake.core.support.RealBundle
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance

/** The default bundle's network, run on this computer, passes the vectors of the network suite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
internal class GoldenNetworkTest {
    private val bundle = RealBundle.bundle
    private val engine = RealBundle.engine()
    private val network = GoldenNetwork(bundle)

    @AfterAll
    fun close() {
        engine.close()
    }

    @Test
    fun theSuiteIsOfTheShippedBundle() {
        val made = GoldenSuite("network").document.getValue("bundle").jsonObject
        assertEquals(bundle.contract.id, made.text("id"))
        assertEquals(
            bundle.contract.files.getValue(bundle.contract.model.file).sha256,
            made.text("model_sha256"),
        )
    }

    @Test
    fun everyVectorHolds() {
        val found = network.outcomes(engine::run)
        assertEquals(GoldenSuite("network").ids.sorted(), found.keys.sorted())
        assertTrue(found.size >= MIN_VECTORS, "the network suite lost vectors: ${found.size} of $MIN_VECTORS")
        assertEquals(emptySet<String>(), found.filterValues { !it }.keys)
    }

    @Test
    fun theGoldenFileOfTheBundleHolds() {
        val checks = replay(GoldenFile.of(bundle), bundle.contract, engine)
        assertEquals(emptyList<GoldenCheck>(), checks.filterNot { it.ok })
        assertTrue(GoldenSuite("network").ids.containsAll(checks.map { "golden_${it.id}" }))
    }

    @Test
    fun aCropThatIsRescaledTwiceIsCaught() {
        assertIsCaught { (it.toInt() and 0xFF) / 255 }
    }

    @Test
    fun anInvertedCropIsCaught() {
        assertIsCaught { 255 - (it.toInt() and 0xFF) }
    }

    @Test
    fun aBgrCropIsCaught() {
        assertFalse(
            network.holds("rings") {
                engine.run(bgr(it, planWhole(it.width, it.height), it.width))
            },
        )
    }

    @Test
    fun aNetworkOfFlippedPolarityIsCaught() {
        val isMissed = network.holds("rings") { crop ->
            engine.run(crop).let { NetworkOutput(-it.logit, it.evidence, it.gate) }
        }
        assertFalse(isMissed)
    }

    private fun assertIsCaught(wrong: (Byte) -> Int) {
        val isMissed = network.holds("rings") { crop ->
            val pixels = ByteArray(crop.pixels.size) { wrong(crop.pixels[it]).toByte() }
            engine.run(RgbImage(crop.width, crop.height, pixels))
        }
        assertFalse(isMissed)
    }

    private companion object {
        const val MIN_VECTORS = 8
    }
}
