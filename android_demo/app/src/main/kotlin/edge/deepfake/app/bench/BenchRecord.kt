package edge.deepfake.app.bench

import edge.deepfake.core.contract.Bundle
import java.io.File
import java.io.IOException
import java.text.SimpleDateFormat
import java.util.Date
import java.util.Locale
import java.util.TimeZone
import org.json.JSONArray
import org.json.JSONObject

/** Converts a finished benchmark to JSON (schema `edge-bench/phone-record/1`). */
internal fun recordOf(facts: JSONObject, bundle: Bundle, suite: BenchSuite, outcomes: List<BenchOutcome>): String =
    JSONObject()
        .put("schema", "edge-bench/phone-record/1")
        .put("made", timeOf(Date()))
        .put("device", facts)
        .put("bundle", JSONObject().put("id", bundle.contract.id).put("sha256", bundle.sha256))
        .put("warm_ups", suite.warmUps)
        .put("runs", suite.runs)
        .put("cases", JSONArray(outcomes.map { it.toJson() }))
        .toString()

/**
 * Writes [text] to [file] atomically: a reader sees the whole text or no file.
 *
 * @throws IOException if the file cannot be written.
 */
internal fun writeWhole(text: String, file: File) {
    val partial = File(file.path + ".partial")
    partial.writeText(text)
    if (!partial.renameTo(file)) throw IOException("$file cannot be replaced")
}

/** The date in ISO 8601, in UTC. */
private fun timeOf(date: Date): String {
    val format = SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
    format.timeZone = TimeZone.getTimeZone("UTC")
    return format.format(date)
}
