package edge.deepfake.app.engine

import java.io.Closeable
import org.tensorflow.lite.Delegate

/**
 * A TensorFlow Lite delegate, with the functions to close it and to ask for its last error.
 *
 * @param onClose Closes the delegate.
 * @param error Gives the error of the last run, if the delegate reports errors; null if there was none.
 */
internal class DelegateHandle(
    val delegate: Delegate,
    private val onClose: () -> Unit,
    private val error: () -> String? = { null },
) : Closeable {
    /** An error of the last run that raised no exception; null if there was none. */
    fun lastError(): String? = error()

    override fun close() {
        onClose()
    }
}
