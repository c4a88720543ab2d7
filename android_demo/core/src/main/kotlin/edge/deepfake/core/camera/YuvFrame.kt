package edge.deepfake.core.camera

import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.ReducibleRows

/**
 * A YUV_420_888 camera frame that is read as an upright RGB picture. Pixels are converted when they are read, so the
 * cost of a crop depends on the crop and not on the frame.
 *
 * Colours are those of Android's cameras: full range, ITU-R BT.601 (JFIF). Chroma is not interpolated.
 *
 * One object is reused for frame after frame and allocates nothing. Not thread-safe.
 */
public class YuvFrame : ReducibleRows {
    private var format = YuvFormat(1, 1)
    private var planes: YuvPlanes? = null
    private var step = 1
    private var copy: YuvFrame? = null

    override var width: Int = 1
        private set
    override var height: Int = 1
        private set

    /**
     * Points this object at a frame.
     *
     * @param step 1 to read every pixel. A larger step reads one pixel per block of [step] x [step] pixels; its luma is
     *   the mean of the 2 x 2 pixels in the centre of the block.
     * @throws IllegalArgumentException if a plane is too small for the format.
     */
    public fun reset(format: YuvFormat, planes: YuvPlanes, step: Int = 1) {
        val columns = (format.width + 1) / 2
        val rows = (format.height + 1) / 2
        val isWhole = planes.y.holds(format.width, format.height) &&
            planes.u.holds(columns, rows) && planes.v.holds(columns, rows)
        require(isWhole) { "the planes are too small for $format" }
        require(step in 1..minOf(format.width, format.height)) {
            "the step must be at least 1 and fit, not $step"
        }
        this.format = format
        this.planes = planes
        this.step = step
        width = format.uprightWidth / step
        height = format.uprightHeight / step
    }

    /** The same frame with one pixel per block; see [reset]. The object is reused. */
    override fun reduced(factor: Int): PixelRows {
        val reused = copy ?: YuvFrame().also { copy = it }
        return reused.also { it.reset(format, open(), step * factor) }
    }

    /** Drops the references to the frame, so that the camera can reuse its buffers. */
    public fun clear() {
        planes = null
        copy?.clear()
    }

    /** @throws IllegalStateException if this object points at no frame. */
    override fun readRow(y: Int, left: Int, right: Int, into: ByteArray) {
        val planes = open()
        val across = format.uprightWidth
        val middle = (step - 1) / 2
        val row = y * step + middle
        val fixed = if (format.reversesRows) format.uprightHeight - 1 - row else row
        val beside = if (format.reversesRows) -1 else 1
        val ahead = if (format.reversesColumns) -1 else 1
        var to = 0
        for (x in left until right) {
            val column = x * step + middle
            val moving = if (format.reversesColumns) across - 1 - column else column
            val luma = when (step) {
                1 -> planes.y.at(moving, fixed)
                else -> meanOf(planes.y, moving, fixed, ahead, beside)
            }
            val u = planes.u.at(moving shr 1, fixed shr 1)
            val v = planes.v.at(moving shr 1, fixed shr 1)
            write(luma, u, v, into, to)
            to += CHANNELS
        }
    }

    private fun open(): YuvPlanes = checkNotNull(planes) { "no frame is set" }

    /** Mean luma of a pixel and of its neighbours ahead and beside. */
    private fun meanOf(plane: YuvPlane, moving: Int, fixed: Int, ahead: Int, beside: Int): Int {
        val near = plane.at(moving, fixed) + plane.at(moving + ahead, fixed)
        val far = plane.at(moving, fixed + beside) + plane.at(moving + ahead, fixed + beside)
        return (near + far + 2) shr 2
    }

    /** The sample at column [moving] and row [fixed] of the upright picture. */
    private fun YuvPlane.at(moving: Int, fixed: Int): Int {
        val index = if (format.swapsAxes) {
            moving * rowStride + fixed * pixelStride
        } else {
            fixed * rowStride + moving * pixelStride
        }
        return bytes.get(index).toInt() and BYTE
    }

    private fun write(luma: Int, u: Int, v: Int, into: ByteArray, at: Int) {
        val base = (luma shl FRACTION) + (1 shl (FRACTION - 1))
        val blue = u - NEUTRAL
        val red = v - NEUTRAL
        into[at] = level(base + RED_OF_V * red)
        into[at + 1] = level(base - GREEN_OF_U * blue - GREEN_OF_V * red)
        into[at + 2] = level(base + BLUE_OF_U * blue)
    }

    private fun level(fixed: Int): Byte = (fixed shr FRACTION).coerceIn(0, BYTE).toByte()

    private companion object {
        const val BYTE = 0xFF
        const val NEUTRAL = 128
        const val FRACTION = 16

        /** 1.402, 0.344136, 0.714136 and 1.772 with 16 fraction bits. */
        const val RED_OF_V = 91881
        const val GREEN_OF_U = 22554
        const val GREEN_OF_V = 46802
        const val BLUE_OF_U = 116130
    }
}
