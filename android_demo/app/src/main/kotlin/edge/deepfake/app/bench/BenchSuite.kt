package edge.deepfake.app.bench

import edge.deepfake.core.engine.Candidate
import org.json.JSONException
import org.json.JSONObject

/** What to measure: [candidate] with [threads] of the CPU. */
internal data class BenchCase(val candidate: Candidate, val threads: Int)

/**
 * What to measure, and how long.
 *
 * @property warmUps Runs before the timed ones, at least 0.
 * @property runs Timed runs of each case, at least 1.
 */
internal data class BenchSuite(val warmUps: Int, val runs: Int, val cases: List<BenchCase>) {
    internal companion object {
        private const val SCHEMA = "edge-bench/phone-suite/1"
        private const val MOST_RUNS = 100_000
        private const val MOST_THREADS = 64

        /** What a person who taps a button gets; a minute on most phones. */
        val QUICK = BenchSuite(
            warmUps = 10,
            runs = 100,
            cases = listOf(1, 2, 4).map { BenchCase(Candidate.CPU, it) } +
                listOf(Candidate.GPU_FP16, Candidate.GPU_FP32, Candidate.NNAPI).map { BenchCase(it, 1) },
        )

        /**
         * Reads a suite: `{"schema": ..., "warm_ups": n, "runs": n, "cases": [{"accelerator": "cpu", "threads": 1}]}`.
         * An accelerator is a [Candidate.word].
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
                warmUps = count(json, "warm_ups", 0..MOST_RUNS),
                runs = count(json, "runs", 1..MOST_RUNS),
                cases = List(cases.length()) { caseOf(cases.getJSONObject(it)) },
            )
        } catch (error: JSONException) {
            throw IllegalArgumentException("the suite is not what it must be: ${error.message}", error)
        }

        private fun caseOf(json: JSONObject): BenchCase {
            keysOf(json, setOf("accelerator", "threads"))
            val word = json.getString("accelerator")
            val candidate = Candidate.entries.firstOrNull { it.word == word }
            requireNotNull(candidate) { "accelerator: unknown '$word'" }
            return BenchCase(candidate, count(json, "threads", 1..MOST_THREADS))
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
