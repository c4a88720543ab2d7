package edge.deepfake.core.benchmark

import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Cropper
import java.awt.geom.AffineTransform
import java.awt.image.AffineTransformOp
import java.awt.image.BufferedImage
import java.awt.image.DataBufferByte
import org.openjdk.jmh.annotations.Benchmark
import org.openjdk.jmh.annotations.Param
import org.openjdk.jmh.annotations.Scope
import org.openjdk.jmh.annotations.Setup
import org.openjdk.jmh.annotations.State

/**
 * Crops a face in a 1080p frame to 224 x 224 pixels, with this module and with the JDK's bilinear transform.
 *
 * The JDK reads 2 x 2 pixels per output pixel and does not antialias. It only shows what the machine can do.
 */
@State(Scope.Thread)
public open class CropBenchmark {
    /** Side of the face's square in the frame, in pixels. */
    @Param("150", "240", "400", "900")
    public var side: Double = 0.0

    private val frame = noise(WIDTH, HEIGHT, 1)
    private val image = BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR)
    private val crop = RgbImage(SIZE, SIZE)
    private val target = BufferedImage(SIZE, SIZE, BufferedImage.TYPE_3BYTE_BGR)
    private val cropper = Cropper()
    private lateinit var box: Box
    private lateinit var transform: AffineTransformOp

    /** Prepares the same region for both. */
    @Setup
    public fun prepare() {
        val pixels = (image.raster.dataBuffer as DataBufferByte).data
        System.arraycopy(frame.pixels, 0, pixels, 0, pixels.size)
        box = Box(LEFT, TOP, LEFT + side, TOP + side)
        val matrix = AffineTransform.getScaleInstance(SIZE / side, SIZE / side)
        matrix.translate(-LEFT, -TOP)
        transform = AffineTransformOp(matrix, AffineTransformOp.TYPE_BILINEAR)
    }

    /** Pillow's antialiased triangle filter in fixed point. */
    @Benchmark
    public fun cut(): RgbImage {
        cropper.cut(frame, box, crop)
        return crop
    }

    /** `java.awt.image.AffineTransformOp`, bilinear. */
    @Benchmark
    public fun affine(): BufferedImage = transform.filter(image, target)

    private companion object {
        const val WIDTH = 1920
        const val HEIGHT = 1080
        const val SIZE = 224
        const val LEFT = 410.3
        const val TOP = 90.6
    }
}
