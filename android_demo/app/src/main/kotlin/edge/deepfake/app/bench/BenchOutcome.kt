package edge.deepfake.app.bench

import edge.deepfake.core.selftest.GoldenCheck
import org.json.JSONArray
import org.json.JSONObject

/**
 * The outcome of a case. Only a case that passed the golden gate has figures.
 *
 * @property status "measured", "rejected" (wrong answers), "unavailable" or "failed".
 * @property reason Why there are no figures; in English, empty if there are.
 * @property loadNanos From the model's bytes to a ready network.
 * @property firstNanos The first run, on which accelerators compile.
 * @property runNanos Each timed run: write the input, run, read the outputs.
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
    /** The [share] of runs that took at most so many milliseconds; null without figures. Nearest rank. */
    fun percentile(share: Double): Double? {
        if (runNanos.isEmpty()) return null
        val rank = Math.ceil(share * runNanos.size).toInt().coerceIn(1, runNanos.size)
        return runNanos.sorted()[rank - 1] / NANOS_IN_A_MILLI
    }

    /** As it stands in a record. */
    fun toJson(): JSONObject = JSONObject()
        .put("accelerator", case.candidate.word)
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
