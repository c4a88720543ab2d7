package edge.deepfake.core.engine

/**
 * What a person may ask the network to be run on.
 *
 * @property word As it is stored in settings and given to a benchmark.
 */
public enum class Accelerator(public val word: String) {
    /** The fastest that answers rightly. */
    AUTO("auto"),
    CPU("cpu"),
    GPU("gpu"),
    NNAPI("nnapi"),
}
