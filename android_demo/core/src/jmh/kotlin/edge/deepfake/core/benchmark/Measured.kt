package edge.deepfake.core.benchmark

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import org.openjdk.jmh.results.RunResult

/** The result of one benchmark with one set of parameters. */
internal class Measured(result: RunResult) {
    private val times = result.primaryResult.getStatistics()
    private val parameters =
        result.params.paramsKeys.associateWith { result.params.getParam(it) }

    val name: String = result.params.benchmark.substringAfterLast("benchmark.")

    /** The value of its only parameter. */
    val parameter: String get() = parameters.values.single()

    /** Median wall time of a run in microseconds. */
    val medianUs: Double get() = times.getPercentile(MEDIAN)

    /** Bytes that a run allocates on the heap. */
    val bytes: Double = checkNotNull(result.secondaryResults[ALLOCATED]) { "no $ALLOCATED" }.score

    fun toJson(): JsonObject = buildJsonObject {
        put("benchmark", name)
        for ((key, value) in parameters) put(key, value)
        put("median_us", rounded(medianUs))
        put("least_us", rounded(times.min))
        put("bytes_per_run", rounded(bytes))
    }

    override fun toString(): String = "$name $parameter: ${rounded(medianUs)} us, ${rounded(bytes)} bytes"

    private companion object {
        const val MEDIAN = 50.0
        const val ALLOCATED = "gc.alloc.rate.norm"
    }
}
