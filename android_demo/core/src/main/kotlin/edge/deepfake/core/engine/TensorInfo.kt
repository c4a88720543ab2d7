package edge.deepfake.core.engine

/**
 * Description of a tensor of a loaded model.
 *
 * @property shape Size of each axis.
 * @property scale Quantization: `real = (stored - zeroPoint) * scale`; 0 if the tensor is not quantized.
 */
public data class TensorInfo(
    public val name: String,
    public val shape: List<Int>,
    public val type: TensorType,
    public val scale: Float = 0f,
    public val zeroPoint: Int = 0,
) {
    /** Number of elements. */
    public val elements: Int get() = shape.fold(1, Int::times)

    /** Number of bytes. */
    public val bytes: Int get() = elements * type.bytes
}
