package edge.deepfake.core.benchmark

import edge.deepfake.core.camera.YuvFrame
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Cropper
import org.openjdk.jmh.annotations.Benchmark
import org.openjdk.jmh.annotations.Scope
import org.openjdk.jmh.annotations.State

/** Converts camera frames to RGB: only the pixels of a crop, and the whole frame. */
@State(Scope.Thread)
public open class YuvBenchmark {
    private val frame = YuvFrame()
    private val cropper = Cropper()
    private val crop = RgbImage(SIZE, SIZE)
    private val box = Box(LEFT, TOP, LEFT + SIDE, TOP + SIDE)

    /** Crops the same square of the upright frame to 224 x 224 pixels. */
    @Benchmark
    public fun crop(camera: Camera): RgbImage {
        frame.reset(camera.format, camera.planes)
        cropper.cut(frame, box, crop)
        return crop
    }

    /** Converts every pixel of the frame, which [crop] avoids. */
    @Benchmark
    public fun wholeFrame(camera: Camera): ByteArray {
        frame.reset(camera.format, camera.planes)
        for (y in 0 until frame.height) frame.readRow(y, 0, frame.width, camera.row)
        return camera.row
    }

    private companion object {
        const val SIZE = 224
        const val SIDE = 320.0
        const val LEFT = 60.3
        const val TOP = 90.6
    }
}
