package edge.deepfake.core.selftest

/** The outcome of one golden vector: the largest absolute error of each output. */
public data class GoldenCheck(
    public val id: String,
    public val ok: Boolean,
    public val logitError: Double,
    public val gateError: Double,
    public val evidenceError: Double,
)
