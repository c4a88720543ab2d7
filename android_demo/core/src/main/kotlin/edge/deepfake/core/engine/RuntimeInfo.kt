package edge.deepfake.core.engine

/**
 * What ran the network, what was asked for, and why they differ.
 *
 * @property backend Interpreter package, such as "tensorflow-lite".
 * @property accelerator What is used: a [Candidate.word].
 * @property threads Of the CPU, at least 1.
 * @property requested What was asked for: an [Accelerator.word].
 * @property residency Whether every operator runs on [accelerator].
 * @property reason Why this accelerator, in a sentence for people.
 */
public data class RuntimeInfo(
    public val backend: String,
    public val accelerator: String,
    public val threads: Int,
    public val requested: String,
    public val residency: Residency,
    public val reason: String,
)
