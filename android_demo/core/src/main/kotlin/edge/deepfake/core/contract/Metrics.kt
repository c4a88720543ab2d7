package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireSha256
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.items
import edge.deepfake.core.json.record
import edge.deepfake.core.json.text

/**
 * The evaluation report and its main results.
 *
 * @property report Path of the report in the project's repository.
 * @property sha256 SHA-256 of the report.
 */
public data class Metrics(public val report: String, public val sha256: String, public val headline: List<Headline>) {
    init {
        requireSha256(sha256, "sha256")
    }

    internal companion object {
        fun read(record: JsonRecord): Metrics = Metrics(
            report = record.text("report"),
            sha256 = record.text("sha256"),
            headline = record.items("headline") { record(Headline::read) },
        )
    }
}
