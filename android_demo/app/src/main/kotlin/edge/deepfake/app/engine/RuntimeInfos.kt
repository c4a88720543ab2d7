package edge.deepfake.app.engine

import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.Residency
import edge.deepfake.core.engine.RuntimeInfo

/**
 * What runs the network, as it stands in a result.
 *
 * TensorFlow Lite's delegates do not tell which operators they left to the CPU.
 *
 * @param wish What the person asked for.
 * @param reason One sentence in English: why [candidate] is used.
 */
internal fun runtimeInfoOf(candidate: Candidate, wish: Accelerator, threads: Int, reason: String): RuntimeInfo =
    RuntimeInfo(
        backend = BACKEND,
        accelerator = candidate.word,
        threads = threads,
        requested = wish.word,
        residency = if (candidate == Candidate.CPU) Residency.FULL else Residency.UNKNOWN,
        reason = reason,
    )

private const val BACKEND = "tensorflow-lite"
