package edge.deepfake.core.result

import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.support.Results
import edge.deepfake.core.support.TinyBundle
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal class DrawingTest {
    @Test
    fun evidenceIsRedForFakeAndBlueForReal() {
        val map = EvidenceMap(2, 2, floatArrayOf(4f, -2f, 0f, 1f))
        assertEquals(4f, peakOf(listOf(map)))
        val expected = coloursOf(0x96D61830, 0x4B2060DC, 0x002060DC, 0x25D61830)
        assertArrayEquals(expected, heatmapOf(map, 4f))
    }

    @Test
    fun noEvidenceIsClear() {
        val map = EvidenceMap(1, 2, floatArrayOf(0f, 0f))
        assertEquals(0f, peakOf(listOf(map)))
        assertEquals(0f, peakOf(emptyList()))
        assertEquals(listOf(0, 0), heatmapOf(map, 0f).map { it ushr 24 })
    }

    @Test
    fun evidenceLiesOverTheSquareThatWasCut() {
        val rule = TinyBundle.open().contract.crop
        val face = Results.face()
        for (turn in Turn.entries) {
            val square = planCrop(face.box, rule.faceMargin, rule.faceShift, turn)
            assertEquals(square, face.evidenceSquare(rule, turn))
            assertEquals(Results.whole().box, Results.whole().evidenceSquare(rule, turn))
        }
    }

    @Test
    fun transparencyIsLaidOverWhite() {
        val image = RgbImage(4, 1)
        image.setRow(0, coloursOf(0xFF102030, 0x00102030, 0x80000000, 0x80FFFFFF))
        val levels = image.pixels.map { it.toInt() and 0xFF }
        assertEquals(listOf(16, 32, 48, 255, 255, 255, 127, 127, 127, 255, 255, 255), levels)
    }

    @Test
    fun picturesOfNoSizeAreRefused() {
        assertThrows<IllegalArgumentException> { RgbImage(0, 4) }
        assertThrows<IllegalArgumentException> { RgbImage(2, 2, ByteArray(11)) }
        assertThrows<IllegalArgumentException> { RgbImage(40_000, 40_000) }
        assertThrows<IllegalArgumentException> { RgbImage(3, 1).setRow(0, IntArray(2)) }
        assertThrows<IllegalArgumentException> { EvidenceMap(2, 2, FloatArray(3)) }
    }

    private fun coloursOf(vararg colours: Long): IntArray = IntArray(colours.size) { colours[it].toInt() }
}
