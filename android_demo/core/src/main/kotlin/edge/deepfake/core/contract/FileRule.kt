package edge.deepfake.core.contract

import edge.deepfake.core.errors.require
import edge.deepfake.core.errors.requireSha256
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.long
import edge.deepfake.core.json.text

/**
 * What a file of the bundle must be.
 *
 * @property sha256 64 lower-case hex digits.
 * @property bytes Its length, above 0.
 */
public data class FileRule(public val sha256: String, public val bytes: Long) {
    init {
        requireSha256(sha256, "sha256")
        require(bytes > 0, "bytes", "must be > 0")
    }

    internal companion object {
        fun read(record: JsonRecord): FileRule = FileRule(record.text("sha256"), record.long("bytes"))
    }
}
