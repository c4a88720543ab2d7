package edge.deepfake.core.engine

/**
 * The accelerator that a person can request.
 *
 * @property id The value in the stored settings and in a result's JSON.
 */
public enum class Accelerator(public val id: String) {
    /** The fastest candidate that passed its trial. */
    AUTO("auto"),
    CPU("cpu"),
    GPU("gpu"),
    NNAPI("nnapi"),
}
