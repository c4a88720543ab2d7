package edge.deepfake.core.faces

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.contract.FaceRule
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Overview
import edge.deepfake.core.resample.Resampler
import java.io.Closeable

/**
 * Runs one face detector of the contract. It reuses its buffers and is not thread-safe.
 *
 * @param rule The contract's `faces` block.
 * @param detector The detector's part of it.
 * @param runner The loaded model. [close] closes it; so does the constructor if it fails.
 * @throws BundleException if the model does not match the contract.
 */
internal class Detector(private val rule: FaceRule, detector: DetectorRule, runner: TensorRunner) : Closeable {
    private val network = DetectorNetwork(runner, detector)
    private val decoder = YunetDecoder(detector)
    private val found = Detections()
    private val suppression = Suppression()
    private val resampler = Resampler()

    /** The input, which [look] searches. */
    val view: RgbImage = RgbImage(detector.inputSize, detector.inputSize)

    /** Replaces [into] by the boxes in the whole picture, in its pixels, strongest first. */
    fun find(overview: Overview, into: Detections) {
        val letterbox = Letterbox.of(overview, view.width)
        view.pixels.fill(0)
        resampler.shrink(overview.rows, view, letterbox.width, letterbox.height)
        look(into)
        into.place(letterbox, overview.factor)
    }

    /** Replaces [into] by the boxes in the [view], in its pixels, strongest first. */
    fun look(into: Detections) {
        network.run(view)
        found.clear()
        decoder.decode(network.output, rule.possibleFrom, found)
        into.clear()
        suppression.keepStrongest(found, rule.suppressIou, into)
    }

    override fun close() {
        network.close()
    }
}
