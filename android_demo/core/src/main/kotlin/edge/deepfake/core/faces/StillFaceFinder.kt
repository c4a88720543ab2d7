package edge.deepfake.core.faces

import edge.deepfake.core.contract.FaceRule
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.errors.EdgeException
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.Overview

/**
 * Detects faces in pictures. If a picture shows none that is sure, it is searched once more in three turned copies.
 *
 * It reuses its buffers and is not thread-safe: use one per thread.
 *
 * @param rule The contract's `faces` block.
 * @param minFaceSide The contract's `crop.min_face_side`.
 * @param open Loads a detector by the name of its file in the bundle.
 * @throws BundleException if a detector does not match the contract.
 * @throws EngineException if a detector cannot be loaded.
 */
public class StillFaceFinder(private val rule: FaceRule, minFaceSide: Int, open: (file: String) -> TensorRunner) :
    FaceFinder {
    private val selection = FaceSelection(rule, minFaceSide)
    private val still = Detector(rule, rule.still, open(rule.still.file))
    private val turned = try {
        Detector(rule, rule.camera, open(rule.camera.file))
    } catch (error: EdgeException) {
        still.close()
        throw error
    }
    private val sheet = TurnedSheet(rule.camera.inputSize / 2)
    private val found = Detections()
    private val inSheet = Detections()

    override fun find(overview: Overview): FoundFaces {
        if (overview.shorterSide < rule.minPictureSide) return FoundFaces.NONE
        still.find(overview, found)
        return selection.choose(found) { findTurned(overview) }
    }

    override fun close() {
        still.close()
        turned.close()
    }

    /** Searches turned copies of what the first look saw. */
    private fun findTurned(overview: Overview): List<Pair<Turn, Detections>> {
        val letterbox = Letterbox.of(overview, still.view.width)
        sheet.draw(still.view, letterbox, turned.view)
        turned.look(inSheet)
        return sheet.collect(inSheet, letterbox, overview.factor)
    }
}
