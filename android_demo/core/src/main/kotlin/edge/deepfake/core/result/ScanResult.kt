package edge.deepfake.core.result

import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.errors.require

/**
 * The outcome for one picture: a verdict, or a failure, never both.
 *
 * Its JSON follows `result.schema.json`, the same for every front end in every language.
 *
 * @property source The path or URI as given, or a word such as `<camera>`.
 * @property image Null if the picture could not be decoded.
 * @property failure Null if scanned.
 * @property verdict Pooled over the regions; null if failed.
 * @property probability Probability of fake of the most suspicious region; null if failed.
 * @property regions Faces largest first, or one whole picture; empty if failed.
 * @property timings Null if failed.
 * @property evidence One map per region. Not in the JSON.
 * @throws ContractException if the parts contradict each other.
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
        require(consistent, "status", "the result's other parts contradict '$status'")
    }

    /** "scanned" or "failed". */
    public val status: String get() = if (failure == null) SCANNED else FAILED

    /** A JSON document that follows `result.schema.json`. */
    public fun toJson(): String = writeResult(this)

    public companion object {
        internal const val SCHEMA = "edge-runtime/scan-result/1"
        internal const val SCANNED = "scanned"
        internal const val FAILED = "failed"

        /**
         * Reads what [toJson], or another language, wrote; the evidence maps are not in it.
         *
         * @throws ContractException if the text does not follow the schema.
         */
        public fun fromJson(text: String): ScanResult = readResult(text)
    }
}
