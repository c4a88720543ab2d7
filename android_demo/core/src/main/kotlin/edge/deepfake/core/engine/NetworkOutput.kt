package edge.deepfake.core.engine

/**
 * The network's outputs for one crop.
 *
 * @property logit Logit of fake, before calibration.
 * @property evidence The evidence map. Its mean is the logit, up to quantization.
 * @property gate Weight of the visual stream in [0, 1]. The forensic stream has the rest.
 */
public class NetworkOutput(public val logit: Double, public val evidence: EvidenceMap, public val gate: Double)
