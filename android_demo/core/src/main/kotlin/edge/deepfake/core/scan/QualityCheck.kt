package edge.deepfake.core.scan

import edge.deepfake.core.contract.QualityRule
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.lumaOf
import edge.deepfake.core.image.sharpnessOf
import edge.deepfake.core.result.QualityFlag

/**
 * Finds properties that make a region hard to judge. It reuses its buffer and is not thread-safe.
 *
 * @param rule The contract's quality block.
 */
public class QualityCheck(private val rule: QualityRule) {
    private var luma = DoubleArray(0)

    /**
     * The quality flags of a region, in a fixed order.
     *
     * @param crop The network's input, at least 3 x 3 pixels.
     * @param sidePx Side of the crop's square, in pixels of the picture.
     */
    public fun flagsOf(crop: RgbImage, sidePx: Double): List<QualityFlag> {
        if (luma.size != crop.width * crop.height) luma = DoubleArray(crop.width * crop.height)
        lumaOf(crop, luma)
        val brightness = luma.average()
        val sharpness = sharpnessOf(luma, crop.width, crop.height)
        val flags = ArrayList<QualityFlag>(QualityFlag.entries.size)
        if (sidePx < rule.smallBelowPx) flags += QualityFlag.SMALL
        if (sharpness < rule.blurredBelow) flags += QualityFlag.BLURRED
        if (brightness < rule.darkBelow) flags += QualityFlag.DARK
        if (brightness > rule.brightAbove) flags += QualityFlag.BRIGHT
        return flags
    }
}
