package edge.deepfake.core.errors

/** Every error that this module raises on purpose. */
public sealed class EdgeException(message: String, cause: Throwable? = null) : Exception(message, cause)

/**
 * A contract, or another JSON document of a bundle, breaks its schema.
 *
 * @property key Full path of the offending key, such as `faces.detectors[0].file`.
 * @property problem What is wrong with it.
 */
public class ContractException(public val key: String, public val problem: String, cause: Throwable? = null) :
    EdgeException("$key: $problem", cause) {
    /** The same problem, seen from the document that holds this one at [parent]. */
    internal fun under(parent: String): ContractException {
        val joint = if (key.isEmpty() || key.startsWith("[")) "" else "."
        return ContractException(parent + joint + key, problem, cause)
    }
}

/** A bundle cannot be opened: a file is missing, altered, or not named by the contract. */
public class BundleException(message: String, cause: Throwable? = null) : EdgeException(message, cause)

/** The network cannot be loaded or run, or does not match its contract. */
public class EngineException(message: String, cause: Throwable? = null) : EdgeException(message, cause)

/**
 * One picture cannot be scanned; [Scanner.scan] turns it into a failed [ScanResult].
 *
 * @property code The reason, as it stands in the result.
 */
public class ImageException(public val code: FailureCode, message: String, cause: Throwable? = null) :
    EdgeException(message, cause)
