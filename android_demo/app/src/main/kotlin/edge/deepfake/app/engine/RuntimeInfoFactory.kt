package edge.deepfake.app.engine

import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.Residency
import edge.deepfake.core.engine.RuntimeInfo

/**
 * Creates the `runtime` object of a result.
 *
 * TensorFlow Lite's delegates do not report which operators they left to the CPU, so the residency of an accelerator is
 * unknown.
 *
 * @param requested The accelerator that the person requested.
 * @param reason Why [candidate] is used, one sentence in English.
 */
internal fun runtimeInfoOf(candidate: Candidate, requested: Accelerator, threads: Int, reason: String): RuntimeInfo =
    RuntimeInfo(
        backend = BACKEND,
        accelerator = candidate.id,
        threads = threads,
        requested = requested.id,
        residency = if (candidate == Candidate.CPU) Residency.FULL else Residency.UNKNOWN,
        reason = reason,
    )

private const val BACKEND = "tensorflow-lite"
