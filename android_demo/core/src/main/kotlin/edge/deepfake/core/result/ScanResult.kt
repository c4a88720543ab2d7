package edge.deepfake.core.result

import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.faces.Face
import edge.deepfake.core.image.Turn

/**
 * The result for one picture: a verdict or a failure, never both.
 *
 * Its JSON follows `result.schema.json`, which is the same for every front end in every language.
 *
 * @property source Path or URI of the picture, or a label such as `<camera>`.
 * @property image Null if the picture could not be decoded.
 * @property failure Null if the picture was scanned.
 * @property verdict Pooled over the regions; null if the scan failed.
 * @property probability Probability of fake in [0, 1], pooled over the regions; null if the scan failed.
 * @property reasons What caps the verdict at UNSURE, in the order of [Reason]; empty for another verdict.
 * @property rotated How the picture was turned before it was judged, because its faces were found only so. Boxes are in
 *   pixels of the picture as it was given.
 * @property regions The whole picture, then the faces, the largest first; empty if the scan failed.
 * @property possibleFaces Boxes that are not judged, because their score is too low for a face or they are too small;
 *   the best first.
 * @property facesOmitted Number of faces beyond the contract's limit, which were not judged.
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
    public val reasons: List<Reason>,
    public val rotated: Turn,
    public val regions: List<Region>,
    public val possibleFaces: List<Face>,
    public val facesOmitted: Int,
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
        internal const val SCHEMA = "edge-runtime/scan-result/2"
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
