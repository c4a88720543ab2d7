package edge.deepfake.core.result

/** Wall time of each step in milliseconds. [crop] and [infer] are summed over the regions. */
public data class Timings(
    public val decode: Double,
    public val detect: Double,
    public val crop: Double,
    public val infer: Double,
    public val total: Double,
)
