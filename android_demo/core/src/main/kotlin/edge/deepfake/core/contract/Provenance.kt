package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.errors.requireSha256
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.entries
import edge.deepfake.core.json.items
import edge.deepfake.core.json.text

/**
 * The origin of the weights and of the thresholds.
 *
 * @property created Date in the form YYYY-MM-DD.
 * @property toolVersions Versions of the tools that made the bundle, by tool name.
 */
public data class Provenance(
    public val created: String,
    public val checkpointSha256: String,
    public val calibrationSha256: String,
    public val operatingPointSha256: String,
    public val trainingSources: List<String>,
    public val toolVersions: Map<String, String>,
) {
    init {
        requireContract(isCalendarDate(created), "created", "must be a date, YYYY-MM-DD")
        requireSha256(checkpointSha256, "checkpoint_sha256")
        requireSha256(calibrationSha256, "calibration_sha256")
        requireSha256(operatingPointSha256, "operating_point_sha256")
        requireContract(trainingSources.isNotEmpty(), "training_sources", "must not be empty")
    }

    internal companion object {
        fun read(record: JsonRecord): Provenance = Provenance(
            created = record.text("created"),
            checkpointSha256 = record.text("checkpoint_sha256"),
            calibrationSha256 = record.text("calibration_sha256"),
            operatingPointSha256 = record.text("operating_point_sha256"),
            trainingSources = record.items("training_sources") { text() },
            toolVersions = record.entries("tool_versions") { text() },
        )
    }
}
