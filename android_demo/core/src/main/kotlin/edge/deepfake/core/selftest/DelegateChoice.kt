package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate

/**
 * What runs the network, and why not what else was asked for.
 *
 * @property passedOver The other candidates of the wished accelerator (of all with AUTO), in the
 *   order of their trials.
 */
public data class DelegateChoice(public val candidate: Candidate, public val passedOver: List<PassedOver>)
