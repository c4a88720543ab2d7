package edge.deepfake.core.faces

import edge.deepfake.core.contract.FaceRule
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Resampler

/**
 * Detects faces with BlazeFace, in the whole picture and in tiles of it. It reuses its buffers and is not thread-safe:
 * use one per thread.
 *
 * Tiles are skipped if the whole picture shows a large face (the contract's `faces.tiles_below`). Beside such a face,
 * faces below about 10 % of the picture's longer side may be missed.
 *
 * @param rule The contract's `faces` block.
 * @param views Which views are searched. [FaceViews.WHOLE] suits camera frames: it takes a fraction of the time, but
 *   faces below about 10 % of the frame may be missed.
 * @param open Loads a detector by the name of its file in the bundle. Called once per file.
 * @throws EngineException if a detector cannot be loaded or does not match the contract.
 */
public class FaceDetector(
    private val rule: FaceRule,
    private val views: FaceViews = FaceViews.ALL,
    open: (file: String) -> TensorRunner,
) : FaceFinder {
    private val networks = LinkedHashMap<String, DetectorNetwork>()
    private val detectors: List<Detector>
    private val tileSize = rule.detectors.maxOf { it.inputSize }
    private val found = Detections()
    private val merged = Detections()
    private val kept = Detections()
    private val suppression = Suppression()
    private val resampler = Resampler()

    init {
        try {
            detectors = rule.detectors.map { detector ->
                Detector(detector, networks.getOrPut(detector.file) { load(detector.file, open) })
            }
        } catch (error: EngineException) {
            close()
            throw error
        }
    }

    override fun find(picture: PixelRows): List<Face> {
        if (minOf(picture.width, picture.height) < rule.minPictureSide) return emptyList()
        val scale = scaleOf(picture)
        look(if (scale == 1.0) picture else shrink(picture, scale))
        val faces = ArrayList<Face>(kept.size)
        for (row in 0 until kept.size) faces += faceOf(row, scale.toFloat())
        faces.sortByDescending { it.box.width * it.box.height }
        return if (faces.size > rule.maxFaces) faces.subList(0, rule.maxFaces) else faces
    }

    override fun close() {
        networks.values.forEach(DetectorNetwork::close)
    }

    private fun load(file: String, open: (file: String) -> TensorRunner): DetectorNetwork {
        val runner = open(file)
        try {
            return DetectorNetwork(runner, file)
        } catch (error: EngineException) {
            runner.close()
            throw error
        }
    }

    /** The factor by which [picture] is reduced before the search. The whole-picture view needs the full resolution. */
    private fun scaleOf(picture: PixelRows): Double = when (views) {
        FaceViews.ALL -> tileScale(picture.width, picture.height, tileSize)
        FaceViews.WHOLE -> 1.0
    }

    private fun look(picture: PixelRows) {
        found.clear()
        merged.clear()
        kept.clear()
        for (detector in detectors) if (!detector.isTiled) detector.findInWhole(picture, found)
        val shorter = minOf(picture.width, picture.height)
        if (views == FaceViews.ALL && needsTiles(found, shorter, rule.tilesBelow)) {
            for (detector in detectors) if (detector.isTiled) detector.findInTiles(picture, found)
        }
        suppression.mergeWeighted(found, rule.mergeIou, merged)
        suppression.dropNested(merged, rule.nestedAbove, kept)
    }

    private fun shrink(picture: PixelRows, scale: Double): RgbImage {
        val small = RgbImage(shrunk(picture.width, scale), shrunk(picture.height, scale))
        resampler.shrink(picture, small)
        return small
    }

    private fun faceOf(row: Int, scale: Float): Face {
        fun at(column: Int): Float = kept[row, column] / scale
        val box = Box(
            at(Detections.LEFT).toDouble(),
            at(Detections.TOP).toDouble(),
            at(Detections.RIGHT).toDouble(),
            at(Detections.BOTTOM).toDouble(),
        )
        val points = FloatArray(Detections.SCORE - Detections.POINTS) { at(Detections.POINTS + it) }
        return Face(box, kept.score(row).toDouble(), points)
    }
}
