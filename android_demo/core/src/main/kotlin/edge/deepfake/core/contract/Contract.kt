package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.entries
import edge.deepfake.core.json.parseJson
import edge.deepfake.core.json.readDocument
import edge.deepfake.core.json.record
import edge.deepfake.core.json.text

/**
 * A parsed contract.json (schema `edge-runtime/contract/2`): everything that code must know about a set of weights.
 *
 * No key has a default. A missing, unknown, mistyped or out-of-range key raises a `ContractException` with the key's
 * full path. So does a contradiction between keys, also if the contract is built from code.
 *
 * @property positiveClass Always "fake".
 */
public data class Contract(
    public val id: String,
    public val files: Map<String, FileRule>,
    public val model: ModelRule,
    public val input: InputRule,
    public val outputs: OutputsRule,
    public val positiveClass: String,
    public val crop: CropRule,
    public val faces: FaceRule,
    public val decision: DecisionRule,
    public val pooling: PoolingRule,
    public val secondLook: SecondLookRule,
    public val reasons: ReasonsRule,
    public val quality: QualityRule,
    public val provenance: Provenance,
    public val metrics: Metrics,
) {
    init {
        requirePlain(id, "id")
        files.keys.forEach { requirePlain(it, "files.$it") }
        requireContract(GOLDEN_FILE in files, "files.$GOLDEN_FILE", "missing")
        requireListed(model.file, "model.file")
        requireWholeCells()
        requireListed(faces.still.file, "faces.still.file")
        requireListed(faces.camera.file, "faces.camera.file")
    }

    private fun requireListed(name: String, key: String): Unit =
        requireContract(name in files, key, "'$name' is not in files")

    /** A mirrored copy must cover whole cells of the evidence map. */
    private fun requireWholeCells() {
        val cell = input.size.toDouble() / outputs.evidenceHeight
        val whole = crop.mirrorSide <= input.size && crop.mirrorSide % cell == 0.0
        requireContract(whole, "crop.mirror_side", "must be a multiple of $cell within the input")
    }

    public companion object {
        /** The name of the file with the golden vectors, which every bundle has. */
        public const val GOLDEN_FILE: String = "golden.json"
        internal const val SCHEMA = "edge-runtime/contract/2"
        private const val REMEDY = "re-seal the bundle: model-dev reseal BUNDLE"

        private val NAME = Regex("[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*")

        /**
         * Parses the bytes of a contract.json.
         *
         * @throws ContractException if a key is missing, unknown, mistyped or out of range.
         */
        public fun parse(data: ByteArray): Contract =
            readDocument(parseJson(data, Bundle.CONTRACT_FILE), SCHEMA, REMEDY, ::read)

        internal fun read(record: JsonRecord): Contract = Contract(
            id = record.text("id"),
            files = record.entries("files") { record(FileRule::read) },
            model = record.record("model", ModelRule::read),
            input = record.record("input", InputRule::read),
            outputs = record.record("outputs", OutputsRule::read),
            positiveClass = record.choice("positive_class", "fake"),
            crop = record.record("crop", CropRule::read),
            faces = record.record("faces", FaceRule::read),
            decision = record.record("decision", DecisionRule::read),
            pooling = record.record("pooling", PoolingRule::read),
            secondLook = record.record("second_look", SecondLookRule::read),
            reasons = record.record("reasons", ReasonsRule::read),
            quality = record.record("quality", QualityRule::read),
            provenance = record.record("provenance", Provenance::read),
            metrics = record.record("metrics", Metrics::read),
        )

        private fun requirePlain(name: String, key: String): Unit =
            requireContract(NAME.matches(name), key, "must be a file name without a folder")
    }
}
