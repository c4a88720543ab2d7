package edge.deepfake.app.settings

import android.content.SharedPreferences
import edge.deepfake.core.engine.Accelerator

/** The person's settings. A stored value that this version does not know counts as the default. */
internal class Settings(private val store: SharedPreferences) {
    /** The accelerator that the person requests. */
    var accelerator: Accelerator
        get() = stored(ACCELERATOR).let { id -> Accelerator.entries.firstOrNull { it.id == id } }
            ?: Accelerator.AUTO
        set(value) = store.edit().putString(ACCELERATOR, value.id).apply()

    /** Number of CPU threads, in [THREADS]. */
    var threads: Int
        get() = store.getInt(THREAD_COUNT, DEFAULT_THREADS).coerceIn(THREADS)
        set(value) = store.edit().putInt(THREAD_COUNT, value).apply()

    /** How strongly the camera's verdicts are smoothed. */
    var smoothing: Smoothing
        get() = stored(SMOOTHING).let { id -> Smoothing.entries.firstOrNull { it.id == id } } ?: Smoothing.NORMAL
        set(value) = store.edit().putString(SMOOTHING, value.id).apply()

    private fun stored(key: String): String? = store.getString(key, null)

    internal companion object {
        /** Name of the preferences file. */
        const val FILE = "settings"

        /** The numbers of threads that can be chosen. */
        val THREADS = 1..8

        /** Most phones have two to four fast cores. More threads would wait for the slow cores. */
        private const val DEFAULT_THREADS = 2
        private const val ACCELERATOR = "accelerator"
        private const val THREAD_COUNT = "threads"
        private const val SMOOTHING = "smoothing"
    }
}
