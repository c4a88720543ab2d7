package edge.deepfake.core.engine

/**
 * What the network says of one crop.
 *
 * @property logit Of the positive class, fake; before calibration.
 * @property evidence Its mean is the logit, up to quantization.
 * @property gate Weight of the visual stream in [0, 1]; the forensic stream has the rest.
 */
public class NetworkOutput(public val logit: Double, public val evidence: EvidenceMap, public val gate: Double)
