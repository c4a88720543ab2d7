package edge.deepfake.core.scan

import edge.deepfake.core.contract.GraphicRule
import edge.deepfake.core.contract.ReasonsRule
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.image.RgbImage
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

internal class ReasonCheckTest {
    private val none = GraphicRule(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    private val rule = ReasonsRule(enlargedBelowPx = 96.0, colourlessBelow = 6.0, shapeAbove = 3.5, graphic = none)

    /** Red and blue pixels in turn: colourful, and hard edges of 37 grey levels only. */
    private val crop = RgbImage(4, 4, ByteArray(48) { if ((it / 3) % 2 * 2 == it % 3) -1 else 0 })

    @Test
    fun aPhotographOfAFaceHasNone() {
        assertEquals(emptyList<Reason>(), reasonsOf(rule, crop, 96.0, 3.5))
    }

    @Test
    fun reasonsHaveAnOrder() {
        val graphic = rule.copy(graphic = none.copy(bias = -0.5, flat = 1.0))
        val all = listOf(Reason.NOT_A_PHOTOGRAPH, Reason.TOO_SMALL, Reason.NO_COLOUR, Reason.EXTREME_SHAPE)
        assertEquals(all, reasonsOf(graphic, RgbImage(4, 4), 95.9, 3.51))
    }

    @Test
    fun aMirroredCropIsNotTooSmall() {
        assertEquals(emptyList<Reason>(), reasonsOf(rule, crop, null, 1.0))
    }

    @Test
    fun eachStatisticHasItsWeight() {
        val black = RgbImage(4, 4)
        for (weights in listOf(none.copy(flat = 1.0), none.copy(common = 1.0), none.copy(extreme = 1.0))) {
            assertEquals(Reason.NOT_A_PHOTOGRAPH, reasonsOf(rule.copy(graphic = weights), black, 99.0, 1.0).first())
        }
        val edges = rule.copy(graphic = none.copy(hard = 1.0))
        val stripes = RgbImage(4, 4, ByteArray(48) { if (it / 3 % 2 == 0) -1 else 0 })
        assertEquals(Reason.NOT_A_PHOTOGRAPH, reasonsOf(edges, stripes, 99.0, 1.0).first())
        assertEquals(emptyList<Reason>(), reasonsOf(edges, crop, 99.0, 1.0))
        val colours = rule.copy(graphic = none.copy(bias = -1.0, colourfulness = 1.0))
        assertEquals(listOf(Reason.NOT_A_PHOTOGRAPH), reasonsOf(colours, crop, 99.0, 1.0))
    }

    private fun reasonsOf(rule: ReasonsRule, crop: RgbImage, side: Double?, shape: Double): List<Reason> =
        ReasonCheck(rule).reasonsOf(crop, side, shape)
}
