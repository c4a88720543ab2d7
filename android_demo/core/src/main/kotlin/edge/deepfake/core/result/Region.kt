package edge.deepfake.core.result

import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.image.Box

/**
 * One judged part of a picture.
 *
 * @property box The face box, or the centre square, in pixels of the upright picture.
 * @property faceScore Detector score in [0, 1]; null for the whole picture.
 * @property logit Output of the network before calibration; positive leans to fake.
 * @property probability Calibrated probability of fake in [0, 1].
 * @property verdict The probability against the contract's thresholds.
 * @property gate Weight of the visual stream in [0, 1]; the forensic stream has the rest.
 * @property quality What makes this region hard to judge.
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
)
