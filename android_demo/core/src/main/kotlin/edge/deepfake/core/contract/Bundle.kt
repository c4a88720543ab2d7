package edge.deepfake.core.contract

import edge.deepfake.core.errors.BundleException
import java.io.IOException

/**
 * An opened bundle: model files, contract and golden vectors that belong together.
 *
 * @property contract The parsed contract.json.
 * @property sha256 SHA-256 of contract.json, which lists the SHA-256 of every other file.
 */
public class Bundle private constructor(
    public val contract: Contract,
    public val sha256: String,
    private val source: BundleSource,
) {
    /**
     * Reads a file of the bundle and verifies its length and SHA-256.
     *
     * @throws BundleException if the contract does not list the file, or the file is missing or differs from the
     *   contract.
     */
    public fun read(name: String): ByteArray {
        val rule =
            contract.files[name]
                ?: throw BundleException("'$name' is not a file of bundle ${contract.id}")
        val data = readFile(source, name)
        val problem = problemOf(data, rule)
        if (problem != null) throw BundleException("$name: $problem")
        return data
    }

    public companion object {
        /** The name of the contract's file. */
        public const val CONTRACT_FILE: String = "contract.json"

        /**
         * Opens a bundle and verifies the length and SHA-256 of every file.
         *
         * @throws BundleException if a file is missing or differs from the contract.
         * @throws ContractException if contract.json does not follow its schema.
         */
        public fun open(source: BundleSource): Bundle {
            val data = readFile(source, CONTRACT_FILE)
            val contract = Contract.parse(data)
            val bundle = Bundle(contract, sha256Of(data), source)
            contract.files.keys.forEach { bundle.read(it) }
            return bundle
        }

        private fun readFile(source: BundleSource, name: String): ByteArray = try {
            source.read(name)
        } catch (error: IOException) {
            throw BundleException("$name cannot be read: ${error.message}", error)
        }

        private fun problemOf(data: ByteArray, rule: FileRule): String? = when {
            data.size.toLong() != rule.bytes ->
                "${data.size} bytes, the contract says ${rule.bytes}"

            sha256Of(data) != rule.sha256 -> "its sha256 is not the one in the contract"

            else -> null
        }
    }
}
