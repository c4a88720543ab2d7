package edge.deepfake.core.selftest

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.Contract
import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.items
import edge.deepfake.core.json.parseJson
import edge.deepfake.core.json.readDocument
import edge.deepfake.core.json.record

/** A parsed golden.json (schema `edge-runtime/golden/1`): crops with the network's correct outputs. */
public class GoldenFile(public val tolerance: Tolerance, public val vectors: List<GoldenVector>) {
    init {
        requireContract(vectors.isNotEmpty(), "vectors", "must not be empty")
    }

    public companion object {
        private const val SCHEMA = "edge-runtime/golden/1"

        /**
         * Reads the golden vectors of a bundle.
         *
         * @throws BundleException if golden.json is missing or altered.
         * @throws ContractException if golden.json does not follow its schema.
         */
        public fun of(bundle: Bundle): GoldenFile = parse(bundle.read(Contract.GOLDEN_FILE))

        internal fun parse(data: ByteArray): GoldenFile =
            readDocument(parseJson(data, Contract.GOLDEN_FILE), SCHEMA) { record ->
                GoldenFile(
                    tolerance = record.record("tolerance", Tolerance::read),
                    vectors = record.items("vectors") { record(GoldenVector::read) },
                )
            }
    }
}
