package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.errors.requireSha256
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.long
import edge.deepfake.core.json.text

/**
 * The expected length and hash of a file of the bundle.
 *
 * @property sha256 SHA-256 as 64 lower-case hexadecimal digits.
 * @property bytes Length of the file, above 0.
 */
public data class FileRule(public val sha256: String, public val bytes: Long) {
    init {
        requireSha256(sha256, "sha256")
        requireContract(bytes > 0, "bytes", "must be > 0")
    }

    internal companion object {
        fun read(record: JsonRecord): FileRule = FileRule(record.text("sha256"), record.long("bytes"))
    }
}
