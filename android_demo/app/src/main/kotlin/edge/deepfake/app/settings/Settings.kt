package edge.deepfake.app.settings

import android.content.SharedPreferences
import edge.deepfake.core.engine.Accelerator

/** What the person chose. A stored word that this version does not know counts as the default. */
internal class Settings(private val store: SharedPreferences) {
    /** What to run the network on. */
    var accelerator: Accelerator
        get() = wordOf(ACCELERATOR).let { word -> Accelerator.entries.firstOrNull { it.word == word } }
            ?: Accelerator.AUTO
        set(value) = store.edit().putString(ACCELERATOR, value.word).apply()

    /** Threads of the CPU, in [THREADS]. */
    var threads: Int
        get() = store.getInt(THREAD_COUNT, DEFAULT_THREADS).coerceIn(THREADS)
        set(value) = store.edit().putInt(THREAD_COUNT, value).apply()

    /** How calm the camera's verdicts are. */
    var smoothing: Smoothing
        get() = wordOf(SMOOTHING).let { word -> Smoothing.entries.firstOrNull { it.word == word } } ?: Smoothing.NORMAL
        set(value) = store.edit().putString(SMOOTHING, value.word).apply()

    private fun wordOf(key: String): String? = store.getString(key, null)

    internal companion object {
        /** Name of the preferences file. */
        const val FILE = "settings"

        /** Threads that can be chosen. */
        val THREADS = 1..8

        /** Most phones have two to four fast cores; more threads wait for the slow ones. */
        private const val DEFAULT_THREADS = 2
        private const val ACCELERATOR = "accelerator"
        private const val THREAD_COUNT = "threads"
        private const val SMOOTHING = "smoothing"
    }
}
