package edge.deepfake.app.engine

import edge.deepfake.core.selftest.SelfTestKey
import edge.deepfake.core.selftest.SelfTestRecord
import java.io.File
import java.io.IOException

/**
 * Stores the self-test's record in a file. The app's two processes share the file, but never write it at the same time.
 */
internal class SelfTestStore(private val file: File) {
    /** The stored record for [key]; an empty record if there is none. */
    fun read(key: SelfTestKey): SelfTestRecord {
        val text = try {
            file.readText()
        } catch (_: IOException) {
            return SelfTestRecord(key)
        }
        return SelfTestRecord.parse(text, key) ?: SelfTestRecord(key)
    }

    /**
     * Replaces the record atomically: if the process dies meanwhile, the old record stays.
     *
     * @throws IOException if the file cannot be written.
     */
    @Throws(IOException::class)
    fun write(record: SelfTestRecord) {
        val partial = File(file.path + ".partial")
        partial.writeText(record.toJson())
        if (!partial.renameTo(file)) throw IOException("$file cannot be replaced")
    }

    /** Deletes the record, so that the self-test runs again at the next start. */
    fun clear() {
        file.delete()
    }
}
