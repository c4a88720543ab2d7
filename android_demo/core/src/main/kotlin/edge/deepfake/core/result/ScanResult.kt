package edge.deepfake.core.result

import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.errors.requireContract

/**
 * The result for one picture: a verdict or a failure, never both.
 *
 * Its JSON follows `result.schema.json`, which is the same for every front end in every language.
 *
 * @property source Path or URI of the picture, or a label such as `<camera>`.
 * @property image Null if the picture could not be decoded.
 * @property failure Null if the picture was scanned.
 * @property verdict Pooled over the regions; null if the scan failed.
 * @property probability Highest probability of fake among the regions; null if the scan failed.
 * @property regions The faces, the largest first, or the whole picture; empty if the scan failed.
 * @property timings Null if the scan failed.
 * @property evidence One map per region. Not part of the JSON.
 * @throws ContractException if the properties contradict each other.
 */
public data class ScanResult(
    public val source: String,
    public val image: ImageInfo?,
    public val failure: Failure?,
    public val verdict: Verdict?,
    public val probability: Double?,
    public val regions: List<Region>,
    public val bundle: BundleRef,
    public val runtime: RuntimeInfo,
    public val timings: Timings?,
    public val evidence: List<EvidenceMap> = emptyList(),
) {
    init {
        val outcome = listOf(verdict, probability, timings)
        val consistent = if (failure == null) {
            image != null && outcome.none { it == null } && regions.isNotEmpty()
        } else {
            outcome.all { it == null } && regions.isEmpty()
        }
        requireContract(consistent, "status", "the other keys contradict '$status'")
    }

    /** "scanned" or "failed". */
    public val status: String get() = if (failure == null) SCANNED else FAILED

    /** The JSON document that follows `result.schema.json`. */
    public fun toJson(): String = writeResult(this)

    public companion object {
        internal const val SCHEMA = "edge-runtime/scan-result/1"
        internal const val SCANNED = "scanned"
        internal const val FAILED = "failed"

        /**
         * Parses JSON that [toJson] or another language wrote. It contains no evidence maps.
         *
         * @throws ContractException if the text does not follow the schema.
         */
        public fun fromJson(text: String): ScanResult = readResult(text)
    }
}
