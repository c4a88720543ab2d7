package edge.deepfake.core.engine

/**
 * What ran the network, what was requested, and why the two may differ.
 *
 * @property backend Name of the interpreter, such as "tensorflow-lite".
 * @property accelerator The [Candidate.id] that is used.
 * @property threads Number of CPU threads, at least 1.
 * @property requested The requested [Accelerator.id].
 * @property residency Whether every operator runs on [accelerator].
 * @property reason Why this accelerator is used, one sentence in English.
 */
public data class RuntimeInfo(
    public val backend: String,
    public val accelerator: String,
    public val threads: Int,
    public val requested: String,
    public val residency: Residency,
    public val reason: String,
)
