package edge.deepfake.core.result

/** The bundle that was used: its id, and the SHA-256 of its contract.json. */
public data class BundleRef(public val id: String, public val sha256: String)
