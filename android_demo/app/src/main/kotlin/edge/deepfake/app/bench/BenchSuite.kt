package edge.deepfake.app.bench

import edge.deepfake.core.engine.Candidate
import org.json.JSONException
import org.json.JSONObject

/** One case of a benchmark: a [candidate], and the number of CPU [threads]. */
internal data class BenchCase(val candidate: Candidate, val threads: Int)

/**
 * The cases of a benchmark, and the number of runs.
 *
 * @property warmUps Runs before the measured ones, at least 0.
 * @property runs Measured runs per case, at least 1.
 */
internal data class BenchSuite(val warmUps: Int, val runs: Int, val cases: List<BenchCase>) {
    internal companion object {
        private const val SCHEMA = "edge-bench/phone-suite/1"
        private const val MAX_RUNS = 100_000
        private const val MAX_THREADS = 64

        /** The suite for a person who taps the button. It takes about a minute on most phones. */
        val QUICK = BenchSuite(
            warmUps = 10,
            runs = 100,
            cases = listOf(1, 2, 4).map { BenchCase(Candidate.CPU, it) } +
                listOf(Candidate.GPU_FP16, Candidate.GPU_FP32, Candidate.NNAPI).map { BenchCase(it, 1) },
        )

        /**
         * Parses a suite: `{"schema": ..., "warm_ups": n, "runs": n, "cases": [{"accelerator": "cpu", "threads": 1}]}`.
         * The value of "accelerator" is a [Candidate.id].
         *
         * @throws IllegalArgumentException if a key is missing, unknown or out of range.
         */
        fun parse(text: String): BenchSuite = try {
            val json = JSONObject(text)
            keysOf(json, setOf("schema", "warm_ups", "runs", "cases"))
            require(json.getString("schema") == SCHEMA) { "schema: must be $SCHEMA" }
            val cases = json.getJSONArray("cases")
            require(cases.length() > 0) { "cases: must not be empty" }
            BenchSuite(
                warmUps = count(json, "warm_ups", 0..MAX_RUNS),
                runs = count(json, "runs", 1..MAX_RUNS),
                cases = List(cases.length()) { caseOf(cases.getJSONObject(it)) },
            )
        } catch (error: JSONException) {
            throw IllegalArgumentException("invalid suite: ${error.message}", error)
        }

        private fun caseOf(json: JSONObject): BenchCase {
            keysOf(json, setOf("accelerator", "threads"))
            val id = json.getString("accelerator")
            val candidate = Candidate.entries.firstOrNull { it.id == id }
            requireNotNull(candidate) { "accelerator: unknown '$id'" }
            return BenchCase(candidate, count(json, "threads", 1..MAX_THREADS))
        }

        private fun keysOf(json: JSONObject, known: Set<String>) {
            val found = json.keys().asSequence().toSet()
            require(found == known) { "keys: must be $known, not $found" }
        }

        private fun count(json: JSONObject, key: String, range: IntRange): Int {
            val value = json.get(key)
            require(value is Int && value in range) { "$key: must be a whole number in $range, not $value" }
            return value
        }
    }
}
