package edge.deepfake.core.golden

import edge.deepfake.core.decision.Part
import edge.deepfake.core.decision.RegionKind

/** A part of a vector. */
internal data class GoldenPart(
    override val kind: RegionKind,
    override val probability: Double,
    override val isCapped: Boolean,
) : Part
