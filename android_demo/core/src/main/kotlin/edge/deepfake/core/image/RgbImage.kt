package edge.deepfake.core.image

/** Bytes per pixel: R, G, B. */
internal const val CHANNELS: Int = 3

/**
 * An upright picture in memory, uint8 RGB [height, width, 3].
 *
 * @property pixels Row by row from the top, unsigned R, G, B bytes. The array is shared, not copied.
 * @throws IllegalArgumentException if a side is not positive, or the number of bytes is not width x height x 3.
 */
public class RgbImage(public override val width: Int, public override val height: Int, public val pixels: ByteArray) :
    PixelRows {
    init {
        require(width > 0 && height > 0) { "width and height must be positive, not $width x $height" }
        require(pixels.size.toLong() == width.toLong() * height * CHANNELS) {
            "${pixels.size} bytes are not $width x $height pixels"
        }
    }

    /** A black picture. */
    public constructor(
        width: Int,
        height: Int,
    ) : this(width, height, ByteArray(bytesOf(width, height)))

    override fun readRow(y: Int, left: Int, right: Int, into: ByteArray) {
        System.arraycopy(pixels, (y * width + left) * CHANNELS, into, 0, (right - left) * CHANNELS)
    }

    /**
     * Sets row [y] from 0xAARRGGBB [colours], as Android's Bitmap gives them. Transparent pixels are blended over
     * white.
     */
    public fun setRow(y: Int, colours: IntArray) {
        require(colours.size >= width) { "a row has $width pixels, not ${colours.size}" }
        var at = y * width * CHANNELS
        for (x in 0 until width) {
            val colour = blendOverWhite(colours[x])
            pixels[at++] = (colour shr RED_SHIFT).toByte()
            pixels[at++] = (colour shr GREEN_SHIFT).toByte()
            pixels[at++] = colour.toByte()
        }
    }

    private companion object {
        const val RED_SHIFT = 16
        const val GREEN_SHIFT = 8

        fun bytesOf(width: Int, height: Int): Int {
            val bytes = width.toLong() * height * CHANNELS
            require(width > 0 && height > 0 && bytes <= Int.MAX_VALUE) {
                "too many pixels: $width x $height"
            }
            return bytes.toInt()
        }
    }
}
