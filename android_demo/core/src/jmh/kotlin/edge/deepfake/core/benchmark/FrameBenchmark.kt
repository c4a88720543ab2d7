package edge.deepfake.core.benchmark

import edge.deepfake.core.camera.CameraFaceFinder
import edge.deepfake.core.camera.FrameVote
import edge.deepfake.core.camera.VotedRegion
import edge.deepfake.core.camera.YuvFrame
import edge.deepfake.core.faces.FaceDetector
import edge.deepfake.core.faces.FaceViews
import edge.deepfake.core.image.Picture
import edge.deepfake.core.scan.Scanner
import edge.deepfake.core.support.RealBundle
import org.openjdk.jmh.annotations.Benchmark
import org.openjdk.jmh.annotations.Scope
import org.openjdk.jmh.annotations.Setup
import org.openjdk.jmh.annotations.State

/**
 * Processes a whole camera frame, from its planes to the smoothed verdicts, with models that answer at once. So it
 * allocates what a frame costs apart from the models.
 */
@State(Scope.Thread)
public open class FrameBenchmark {
    private val frame = YuvFrame()
    private val picture = Picture(frame)
    private lateinit var scanner: Scanner
    private lateinit var vote: FrameVote

    /** Opens the default bundle without its models. */
    @Setup
    public fun prepare() {
        val bundle = RealBundle.bundle
        val rule = bundle.contract.faces
        val finder = FaceDetector(rule, FaceViews.WHOLE) { instantDetector(rule, it) }
        scanner = Scanner(bundle, InstantEngine(bundle.contract), CameraFaceFinder(finder))
        vote = FrameVote(bundle.contract.decision)
    }

    /** One frame with two faces, one per detector. */
    @Benchmark
    public fun frame(camera: Camera): List<VotedRegion> {
        frame.reset(camera.format, camera.planes)
        return vote.add(scanner.scan("<camera>") { picture }.regions)
    }
}
