package edge.deepfake.app.engine

import edge.deepfake.core.selftest.SelfTestKey
import edge.deepfake.core.selftest.SelfTestRecord
import java.io.File
import java.io.IOException

/**
 * The record of the self-test, in a file that the app's two processes share; they never write at the same time.
 *
 * @throws IOException from [write], if the device has no room.
 */
internal class SelfTestStore(private val file: File) {
    /** What is known of [key]; an empty record if nothing is. */
    fun read(key: SelfTestKey): SelfTestRecord {
        val text = try {
            file.readText()
        } catch (_: IOException) {
            return SelfTestRecord(key)
        }
        return SelfTestRecord.parse(text, key) ?: SelfTestRecord(key)
    }

    /** Replaces the record as a whole: a process that dies meanwhile leaves the old one. */
    @Throws(IOException::class)
    fun write(record: SelfTestRecord) {
        val partial = File(file.path + ".partial")
        partial.writeText(record.toJson())
        if (!partial.renameTo(file)) throw IOException("$file cannot be replaced")
    }

    /** Forgets everything, so that the next start tests again. */
    fun clear() {
        file.delete()
    }
}
