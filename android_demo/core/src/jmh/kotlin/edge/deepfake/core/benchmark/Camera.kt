package edge.deepfake.core.benchmark

import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvPlane
import edge.deepfake.core.camera.YuvPlanes
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.CHANNELS
import java.nio.ByteBuffer
import org.openjdk.jmh.annotations.Param
import org.openjdk.jmh.annotations.Scope
import org.openjdk.jmh.annotations.Setup
import org.openjdk.jmh.annotations.State

/** A camera frame of noise, as a phone delivers it: rotated by 90 degrees, with interleaved chroma. */
@State(Scope.Thread)
public open class Camera {
    /** Width x height of the sensor's frame. */
    @Param("640x480", "1920x1080", "3840x2160")
    public var size: String = ""

    /** Format of the frame. */
    public lateinit var format: YuvFormat

    /** Planes of the frame. */
    public lateinit var planes: YuvPlanes

    /** Buffer for one row of the upright frame. */
    public lateinit var row: ByteArray

    /** Creates the frame. */
    @Setup
    public fun prepare() {
        val (width, height) = size.split("x").map(String::toInt)
        format = YuvFormat(width, height, rotation = 90)
        row = ByteArray(height * CHANNELS)
        val luma = YuvPlane(bytesOf(width, height), width, 1)
        val chroma = List(2) { YuvPlane(bytesOf(width, height / 2), width, 2) }
        planes = YuvPlanes(luma, chroma[0], chroma[1])
    }

    private fun bytesOf(width: Int, height: Int): ByteBuffer {
        val pixels = noise(width, height / CHANNELS + 1, SEED).pixels
        return ByteBuffer.allocateDirect(width * height).put(pixels, 0, width * height)
    }

    private companion object {
        const val SEED = 7L
    }
}
