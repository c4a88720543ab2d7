package edge.deepfake.core.result

/** The bundle that judged: its id, and the sha256 of its contract.json. */
public data class BundleRef(public val id: String, public val sha256: String)
