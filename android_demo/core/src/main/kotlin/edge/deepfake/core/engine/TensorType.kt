package edge.deepfake.core.engine

/**
 * Element type of a tensor, of those that the bundle's models use.
 *
 * @property word The type as it stands in a contract.
 * @property bytes Bytes of one element.
 */
public enum class TensorType(public val word: String, public val bytes: Int) {
    FLOAT32("float32", Float.SIZE_BYTES),
    UINT8("uint8", 1),
    INT8("int8", 1),
}
