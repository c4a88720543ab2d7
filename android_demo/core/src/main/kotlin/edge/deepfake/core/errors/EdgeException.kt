package edge.deepfake.core.errors

/** Base class of the exceptions that this module raises on purpose. */
public sealed class EdgeException(message: String, cause: Throwable? = null) : Exception(message, cause)

/**
 * A contract, or another JSON document of a bundle, does not follow its schema.
 *
 * @property key Full path of the invalid key, such as `metrics.headline[0].auc`.
 * @property problem What is wrong with the key.
 */
public class ContractException(public val key: String, public val problem: String, cause: Throwable? = null) :
    EdgeException("$key: $problem", cause) {
    /** The same problem with the path relative to the document that holds this one at [parent]. */
    internal fun under(parent: String): ContractException {
        val joint = if (key.isEmpty() || key.startsWith("[")) "" else "."
        return ContractException(parent + joint + key, problem, cause)
    }
}

/** A bundle cannot be opened: a file is missing, altered, or not listed in the contract. */
public class BundleException(message: String, cause: Throwable? = null) : EdgeException(message, cause)

/** The network cannot be loaded or run, or it does not match its contract. */
public class EngineException(message: String, cause: Throwable? = null) : EdgeException(message, cause)

/**
 * A picture cannot be scanned. `Scanner.scan` turns this exception into a failed `ScanResult`.
 *
 * @property code The failure code of the result.
 */
public class ImageException(public val code: FailureCode, message: String, cause: Throwable? = null) :
    EdgeException(message, cause)
