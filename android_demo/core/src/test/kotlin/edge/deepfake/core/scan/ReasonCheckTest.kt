package edge.deepfake.core.scan

import edge.deepfake.core.contract.GraphicRule
import edge.deepfake.core.contract.ReasonsRule
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.image.RgbImage
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

internal class ReasonCheckTest {
    private val graphic = Reason.NOT_A_PHOTOGRAPH
    private val none = GraphicRule(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    private val rule = ReasonsRule(enlargedBelowPx = 96.0, colourlessBelow = 6.0, shapeAbove = 3.5, graphic = none)

    /** Columns of two colours in turn. */
    private val crop = stripesOf(listOf(200, 100, 100), listOf(100, 100, 200))

    @Test
    fun aPhotographOfAFaceHasNone() {
        assertEquals(emptyList<Reason>(), reasonsOf(rule, crop, 96.0, 3.5))
    }

    @Test
    fun reasonsHaveAnOrder() {
        val flat = rule.copy(graphic = none.copy(bias = -0.5, flat = 1.0))
        val all = listOf(Reason.NOT_A_PHOTOGRAPH, Reason.TOO_SMALL, Reason.NO_COLOUR, Reason.EXTREME_SHAPE)
        assertEquals(all, reasonsOf(flat, RgbImage(16, 16, ByteArray(768) { 90 }), 95.9, 3.51))
    }

    @Test
    fun aMirroredCropIsNotTooSmall() {
        assertEquals(emptyList<Reason>(), reasonsOf(rule, crop, null, 1.0))
    }

    @Test
    fun eachStatisticHasItsWeight() {
        val page = stripesOf(listOf(9, 9, 9), listOf(200, 200, 200))
        val weights = listOf(none.copy(common = 1.0), none.copy(hard = 1.0))
        for (weight in weights) assertEquals(graphic, reasonsOf(rule.copy(graphic = weight), page, 99.0, 1.0).first())
        val grey = RgbImage(16, 16, ByteArray(768) { 90 })
        assertEquals(graphic, reasonsOf(rule.copy(graphic = none.copy(flat = 1.0)), grey, 99.0, 1.0).first())
        val black = RgbImage(16, 16)
        assertEquals(graphic, reasonsOf(rule.copy(graphic = none.copy(extreme = 1.0)), black, 99.0, 1.0).first())
        assertEquals(emptyList<Reason>(), reasonsOf(rule.copy(graphic = none.copy(flat = 1.0)), crop, 99.0, 1.0))
        val colours = rule.copy(graphic = none.copy(bias = -1.0, colourfulness = 1.0))
        assertEquals(listOf(graphic), reasonsOf(colours, crop, 99.0, 1.0))
    }

    private fun stripesOf(even: List<Int>, odd: List<Int>): RgbImage =
        RgbImage(16, 16, ByteArray(768) { (if (it / 3 % 2 == 0) even else odd)[it % 3].toByte() })

    private fun reasonsOf(rule: ReasonsRule, crop: RgbImage, side: Double?, shape: Double): List<Reason> =
        ReasonCheck(rule).reasonsOf(crop, side, shape)
}
