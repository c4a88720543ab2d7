package edge.deepfake.app.engine

import java.io.Closeable
import org.tensorflow.lite.Delegate

/**
 * A delegate and how to let go of it.
 *
 * @param trouble What the delegate has to say after a run, if it says so at all; null if all is well.
 */
internal class Attachment(
    val delegate: Delegate,
    private val closing: () -> Unit,
    private val trouble: () -> String? = { null },
) : Closeable {
    /** What went wrong in the last run without an exception; null if nothing did. */
    fun complaint(): String? = trouble()

    override fun close() {
        closing()
    }
}
