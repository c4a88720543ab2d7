package edge.deepfake.core.scan

import edge.deepfake.core.contract.GraphicRule
import edge.deepfake.core.contract.ReasonsRule
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.image.CropStatistics
import edge.deepfake.core.image.RgbImage

/**
 * Finds what caps a region's verdict at UNSURE before the network is asked. It reuses its buffers and is not
 * thread-safe.
 *
 * @param rule The contract's reasons block.
 */
internal class ReasonCheck(private val rule: ReasonsRule) {
    private val statistics = CropStatistics()

    /**
     * The reasons of a region, in their order.
     *
     * @param crop The network's input of the first look, at least 2 x 2 pixels.
     * @param sidePx Side of the region's square in pixels of the picture; null if mirrored copies fill the crop.
     * @param shape Longer side of the picture relative to the shorter one; 1 for a face.
     */
    fun reasonsOf(crop: RgbImage, sidePx: Double?, shape: Double): List<Reason> {
        statistics.measure(crop)
        val reasons = ArrayList<Reason>(Reason.OF_REGIONS.size)
        if (graphicScore(statistics, rule.graphic) > 0) reasons += Reason.NOT_A_PHOTOGRAPH
        if (sidePx != null && sidePx < rule.enlargedBelowPx) reasons += Reason.TOO_SMALL
        if (statistics.colourfulness < rule.colourlessBelow) reasons += Reason.NO_COLOUR
        if (shape > rule.shapeAbove) reasons += Reason.EXTREME_SHAPE
        return reasons
    }
}

/** Score of a crop with these [statistics]; above 0, the crop is no photograph. */
internal fun graphicScore(statistics: CropStatistics, rule: GraphicRule): Double = rule.bias +
    rule.flat * statistics.flat +
    rule.common * statistics.common +
    rule.hard * statistics.hard +
    rule.extreme * statistics.extreme +
    rule.colourfulness * statistics.colourfulness
