package edge.deepfake.core.faces

import edge.deepfake.core.contract.FaceRule
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.resample.Overview

/**
 * Detects upright faces in camera frames. It reuses its buffers and is not thread-safe: use one per thread.
 *
 * @param rule The contract's `faces` block.
 * @param minFaceSide The contract's `crop.min_face_side`.
 * @param open Loads the detector by the name of its file in the bundle.
 * @throws BundleException if the detector does not match the contract.
 * @throws EngineException if the detector cannot be loaded.
 */
public class CameraFaceFinder(private val rule: FaceRule, minFaceSide: Int, open: (file: String) -> TensorRunner) :
    FaceFinder {
    private val selection = FaceSelection(rule, minFaceSide)
    private val detector = Detector(rule, rule.camera, open(rule.camera.file))
    private val found = Detections()

    override fun find(overview: Overview): FoundFaces {
        if (overview.shorterSide < rule.minPictureSide) return FoundFaces.NONE
        detector.find(overview, found)
        return selection.select(found)
    }

    override fun close() {
        detector.close()
    }
}
