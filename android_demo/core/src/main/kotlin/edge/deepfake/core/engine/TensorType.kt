package edge.deepfake.core.engine

/**
 * Element types of the tensors in a bundle's models.
 *
 * @property id The name in a contract.
 * @property bytes Bytes per element.
 */
public enum class TensorType(public val id: String, public val bytes: Int) {
    FLOAT32("float32", Float.SIZE_BYTES),
    UINT8("uint8", 1),
    INT8("int8", 1),
}
