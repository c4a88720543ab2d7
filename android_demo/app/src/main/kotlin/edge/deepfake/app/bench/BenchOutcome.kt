package edge.deepfake.app.bench

import edge.deepfake.core.selftest.GoldenCheck
import org.json.JSONArray
import org.json.JSONObject

/**
 * The outcome of one case. It has times only if every golden vector was answered within the tolerance.
 *
 * @property status "measured", "rejected" (wrong answers), "unavailable" or "failed".
 * @property reason Why there are no times, in English; empty if there are some.
 * @property loadNanos Time to load the network from the model's bytes.
 * @property firstNanos Time of the first run, in which accelerators compile the network.
 * @property runNanos Time of each measured run: write the input, run the network, read the outputs.
 */
internal class BenchOutcome(
    val case: BenchCase,
    val status: String,
    val reason: String,
    val golden: List<GoldenCheck>,
    val loadNanos: Long?,
    val firstNanos: Long?,
    val runNanos: LongArray,
    val before: DeviceState,
    val after: DeviceState,
) {
    /**
     * The run time in milliseconds that the [share] of the runs did not exceed (nearest-rank method); null without
     * times.
     */
    fun percentile(share: Double): Double? {
        if (runNanos.isEmpty()) return null
        val rank = Math.ceil(share * runNanos.size).toInt().coerceIn(1, runNanos.size)
        return runNanos.sorted()[rank - 1] / NANOS_IN_A_MILLI
    }

    /** The JSON object of this case in the benchmark's record. */
    fun toJson(): JSONObject = JSONObject()
        .put("accelerator", case.candidate.id)
        .put("threads", case.threads)
        .put("status", status)
        .put("reason", reason)
        .put("golden", JSONArray(golden.map(::jsonOf)))
        .put("load_ms", loadNanos?.let { it / NANOS_IN_A_MILLI } ?: JSONObject.NULL)
        .put("first_run_ms", firstNanos?.let { it / NANOS_IN_A_MILLI } ?: JSONObject.NULL)
        .put("p50_ms", percentile(MEDIAN) ?: JSONObject.NULL)
        .put("p90_ms", percentile(P90) ?: JSONObject.NULL)
        .put("p99_ms", percentile(P99) ?: JSONObject.NULL)
        .put("run_ns", JSONArray(runNanos.toList()))
        .put("before", before.toJson())
        .put("after", after.toJson())

    private fun jsonOf(check: GoldenCheck): JSONObject = JSONObject()
        .put("id", check.id)
        .put("ok", check.ok)
        .put("logit_error", check.logitError)
        .put("gate_error", check.gateError)
        .put("evidence_error", check.evidenceError)

    internal companion object {
        const val MEASURED = "measured"
        const val REJECTED = "rejected"
        const val UNAVAILABLE = "unavailable"
        const val FAILED = "failed"
        const val MEDIAN = 0.5
        const val P90 = 0.9
        private const val P99 = 0.99
        private const val NANOS_IN_A_MILLI = 1e6
    }
}
