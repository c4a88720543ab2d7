package edge.deepfake.core.scan

import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.pooledProbability
import edge.deepfake.core.decision.pooledVerdict
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.golden.greatestDifference
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Overview
import edge.deepfake.core.result.BundleRef
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.support.PythonAnswers
import edge.deepfake.core.support.RealBundle
import edge.deepfake.core.support.readPicture
import edge.deepfake.core.support.sampleFiles
import kotlin.math.abs
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.TestInstance

/**
 * Scans every sample picture with the default bundle and compares the result with that of the Python package.
 *
 * Python's own kernels differ by up to five quantization steps of the logit, and so do crops that differ by single
 * grey levels. So a probability is compared with the range of Python's answers (`answers.py`). Whether there was a
 * second look is compared only if that whole range for the first look, widened by a guard band, has one verdict.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
internal class SampleScanTest {
    private val scanner = RealBundle.scanner()
    private val contract = scanner.bundle.contract

    @AfterAll
    fun close() {
        scanner.close()
    }

    @TestFactory
    fun isWhatPythonSays(): List<DynamicTest> = scannedByPython().map { (name, expected) ->
        dynamicTest(name) { assertSame(name, expected, scan(name)) }
    }

    @TestFactory
    fun cropsAreThoseOfPython(): List<DynamicTest> = scannedByPython().flatMap { (name, expected) ->
        expected.regions.mapIndexed { i, region ->
            dynamicTest("$name $i") { assertSameCrop(name, i, region) }
        }
    }

    @Test
    fun everySampleIsCompared() {
        val failed = PythonAnswers.bySample.filterValues { it.failure != null }
        assertEquals(sampleFiles().map { it.name }.toSet(), PythonAnswers.bySample.keys)
        assertEquals(setOf("broken.jpg"), failed.keys)
    }

    @Test
    fun theBundleIsTheSame() {
        val bundles = PythonAnswers.bySample.values.map { it.bundle }.toSet()
        assertEquals(setOf(BundleRef(contract.id, scanner.bundle.sha256)), bundles)
    }

    private fun scannedByPython(): Map<String, ScanResult> = PythonAnswers.bySample.filterValues { it.failure == null }

    private fun scan(name: String): ScanResult = scanner.scan(name) { pictureOf(name) }

    private fun pictureOf(name: String): Picture = readPicture(sampleFiles().single { it.name == name })

    private fun assertSameCrop(name: String, i: Int, region: Region) {
        val crop = RgbImage(contract.input.size, contract.input.size)
        val turn = PythonAnswers.bySample.getValue(name).rotated
        val square = region.evidenceSquare(contract.crop, turn)
        val overview = Overview.of(pictureOf(name).rgb, crop.width)
        RegionCropper(contract.crop, crop.width).cut(overview, region.kind, square, turn, crop)
        val difference = greatestDifference(PythonAnswers.cropOf(name, i).pixels, crop.pixels)
        assertTrue(difference <= 1, "$difference grey levels")
    }

    private fun assertSame(name: String, expected: ScanResult, found: ScanResult) {
        assertEquals(expected.image, found.image)
        assertEquals(expected.rotated, found.rotated)
        assertEquals(expected.facesOmitted, found.facesOmitted)
        assertEquals(expected.regions.map { it.kind }, found.regions.map { it.kind })
        val first = PythonAnswers.firstOf(name)
        val probabilities = PythonAnswers.probabilitiesOf(name)
        val gates = PythonAnswers.gatesOf(name)
        found.regions.forEachIndexed { i, region ->
            assertSame(expected.regions[i], region)
            assertIn(gates[i], region.gate)
            val isClear = clearVerdict(first[i]) != null
            if (isClear) assertEquals(expected.regions[i].looks.size, region.looks.size)
            if (expected.regions[i].looks.size == region.looks.size) assertIn(probabilities[i], region.probability)
        }
        val pooled = pooledProbability(found.regions, contract.pooling)
        assertEquals(pooled, found.probability)
        assertEquals(pooledVerdict(pooled, found.regions, found.facesOmitted, contract.decision), found.verdict)
    }

    private fun assertSame(expected: Region, found: Region) {
        assertTrue(
            expected.box.overlap(found.box) >= MIN_IOU,
            "${expected.box} is not ${found.box}",
        )
        assertEquals(expected.faceScore ?: 0.0, found.faceScore ?: 0.0, GUARD)
        assertEquals(expected.quality, found.quality)
        assertEquals(expected.reasons - Reason.UNSTABLE, found.reasons - Reason.UNSTABLE)
        val limit = contract.secondLook.limit
        val difference = expected.looks.max() - expected.looks.min()
        if (abs(difference - limit) > LOOK_GUARD) assertEquals(expected.reasons, found.reasons)
    }

    private fun assertIn(answers: List<Double>, found: Double) {
        val range = answers.min() - GUARD..answers.max() + GUARD
        assertTrue(found in range, "$found is not in $range")
    }

    /**
     * The verdict of all [answers]; null if one of them is so close to a threshold that another runtime may give
     * another verdict.
     */
    private fun clearVerdict(answers: List<Double>): Verdict? {
        val thresholds = listOf(contract.decision.fakeAt, contract.decision.realAt)
        if (answers.any { answer -> thresholds.any { abs(answer - it) <= GUARD } }) return null
        return answers.map { verdictOf(it, contract.decision) }.distinct().singleOrNull()
    }

    private companion object {
        const val MIN_IOU = 0.95
        const val GUARD = 0.02

        /** Largest difference between the logits of two runtimes, for two looks. */
        const val LOOK_GUARD = 0.5
    }
}
