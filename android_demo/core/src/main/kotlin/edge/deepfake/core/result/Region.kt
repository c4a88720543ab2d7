package edge.deepfake.core.result

import edge.deepfake.core.contract.CropRule
import edge.deepfake.core.decision.Part
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.planCrop

/**
 * One judged region of a picture.
 *
 * @property box The face box, or the centre square, in pixels of the upright picture.
 * @property faceScore Score of the face detector in [0, 1]; null for the whole picture.
 * @property logit Mean of the logits of all looks; positive values mean fake.
 * @property looks Logit of fake of each look at the region, before calibration: one or two.
 * @property probability Calibrated probability of fake in [0, 1].
 * @property verdict UNSURE if there is a reason, otherwise what the contract's thresholds give for the probability.
 * @property reasons What caps the verdict at UNSURE, each of [Reason.OF_REGIONS] at most once and in their order.
 * @property gate Weight of the visual stream in [0, 1]. The forensic stream has the rest.
 * @property quality Properties that make this region hard to judge.
 */
public data class Region(
    override val kind: RegionKind,
    public val box: Box,
    public val faceScore: Double?,
    public val logit: Double,
    public val looks: List<Double>,
    override val probability: Double,
    public val verdict: Verdict,
    public val reasons: List<Reason>,
    public val gate: Double,
    public val quality: List<QualityFlag>,
) : Part {
    override val isCapped: Boolean get() = reasons.isNotEmpty()

    /**
     * The square that was cropped for the network and that the evidence map covers, in pixels of the picture.
     *
     * @param turn How the picture was turned before it was judged.
     */
    public fun evidenceSquare(rule: CropRule, turn: Turn): Box = when (kind) {
        RegionKind.FACE -> planCrop(box, rule.faceMargin, rule.faceShift, turn)
        RegionKind.IMAGE -> box
    }
}
