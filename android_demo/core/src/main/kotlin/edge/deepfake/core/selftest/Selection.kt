package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate

/**
 * The candidate that the [AcceleratorSelector] selected.
 *
 * @property candidate The candidate that runs the network.
 * @property unused The other candidates of the requested accelerator (of every accelerator for AUTO), in the order of
 *   their trials.
 */
public data class Selection(public val candidate: Candidate, public val unused: List<UnusedCandidate>)
