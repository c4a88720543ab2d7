package edge.deepfake.core.result

import edge.deepfake.core.contract.CropRule
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.image.Box
import edge.deepfake.core.resample.planCrop

/**
 * One scanned region of a picture.
 *
 * @property box The face box, or the centre square, in pixels of the upright picture.
 * @property faceScore Score of the face detector in [0, 1]; null for the whole picture.
 * @property logit The network's logit of fake, before calibration.
 * @property probability Calibrated probability of fake in [0, 1].
 * @property verdict The verdict that the contract's thresholds give for the probability.
 * @property gate Weight of the visual stream in [0, 1]. The forensic stream has the rest.
 * @property quality Properties that make this region hard to judge.
 */
public data class Region(
    public val kind: RegionKind,
    public val box: Box,
    public val faceScore: Double?,
    public val logit: Double,
    public val probability: Double,
    public val verdict: Verdict,
    public val gate: Double,
    public val quality: List<QualityFlag>,
) {
    /** The square that was cropped for the network and that the evidence map covers, in pixels of the picture. */
    public fun evidenceSquare(rule: CropRule): Box = when (kind) {
        RegionKind.FACE -> planCrop(box, rule.faceMargin)
        RegionKind.IMAGE -> box
    }
}
