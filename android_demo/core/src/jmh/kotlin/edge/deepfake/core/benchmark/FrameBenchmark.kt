package edge.deepfake.core.benchmark

import edge.deepfake.core.camera.FrameVote
import edge.deepfake.core.camera.VotedFrame
import edge.deepfake.core.camera.YuvFrame
import edge.deepfake.core.faces.CameraFaceFinder
import edge.deepfake.core.image.Picture
import edge.deepfake.core.scan.ScanMode
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
        val contract = bundle.contract
        val finder =
            CameraFaceFinder(contract.faces, contract.crop.minFaceSide) { instantDetector(contract.faces.camera) }
        scanner = Scanner(bundle, InstantEngine(contract), finder, ScanMode.CAMERA)
        vote = FrameVote(contract.decision, contract.pooling)
    }

    /** One frame with two faces. */
    @Benchmark
    public fun frame(camera: Camera): VotedFrame {
        frame.reset(camera.format, camera.planes)
        val result = scanner.scan("<camera>") { picture }
        return vote.add(result.regions, result.facesOmitted)
    }
}
