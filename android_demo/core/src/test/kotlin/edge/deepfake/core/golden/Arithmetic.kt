package edge.deepfake.core.golden

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.probabilityOf
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.faces.BlazeFaceDecoder
import edge.deepfake.core.faces.Detections
import edge.deepfake.core.faces.Suppression
import edge.deepfake.core.faces.makeAnchors
import edge.deepfake.core.faces.needsTiles
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.cutCrop
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.resample.planWhole
import edge.deepfake.core.scan.fillMirrored
import edge.deepfake.core.scan.foldMirrored

/** The functions under test. A wrong variant replaces one of them. */
internal data class Arithmetic(
    val planCrop: (Box, Double) -> Box = ::planCrop,
    val planWhole: (Int, Int) -> Box = ::planWhole,
    val cutCrop: (RgbImage, Box, Int) -> RgbImage = ::croppedFrom,
    val cutMirrored: (RgbImage, Box, Int, Int) -> RgbImage = ::mirroredCopies,
    val foldMirrored: (EvidenceMap, Int, Int) -> EvidenceMap = ::foldMirrored,
    val makeAnchors: (Int, List<Int>, List<Int>) -> FloatArray = ::makeAnchors,
    val decode: (FloatArray, FloatArray, DetectorRule) -> List<FloatArray> = ::decoded,
    val mergeWeighted: (List<FloatArray>, Double) -> List<FloatArray> = ::merged,
    val dropNested: (List<FloatArray>, Double) -> List<FloatArray> = ::withoutNested,
    val needsTiles: (List<FloatArray>, Int, Double) -> Boolean = ::tilesNeeded,
    val probabilityOf: (Double, DecisionRule) -> Double = ::probabilityOf,
    val verdictOf: (Double, DecisionRule) -> Verdict = ::verdictOf,
)

internal fun croppedFrom(rgb: RgbImage, box: Box, size: Int): RgbImage = cutCrop(rgb, box, size)

internal fun mirroredCopies(rgb: RgbImage, box: Box, side: Int, size: Int): RgbImage =
    RgbImage(size, size).also { fillMirrored(cutCrop(rgb, box, side), it) }

internal fun decoded(regressors: FloatArray, scores: FloatArray, rule: DetectorRule): List<FloatArray> =
    rowsOf(Detections().also { BlazeFaceDecoder(rule).decode(regressors, scores, it) })

internal fun merged(rows: List<FloatArray>, mergeIou: Double): List<FloatArray> =
    rowsOf(Detections().also { Suppression().mergeWeighted(detectionsOf(rows), mergeIou, it) })

internal fun withoutNested(rows: List<FloatArray>, limit: Double): List<FloatArray> =
    rowsOf(Detections().also { Suppression().dropNested(detectionsOf(rows), limit, it) })

internal fun tilesNeeded(rows: List<FloatArray>, shorterSide: Int, tilesBelow: Double): Boolean =
    needsTiles(detectionsOf(rows), shorterSide, tilesBelow)

internal fun rowsOf(detections: Detections): List<FloatArray> =
    List(detections.size) { row -> FloatArray(Detections.WIDTH) { detections[row, it] } }

internal fun detectionsOf(rows: List<FloatArray>): Detections = Detections().also { detections ->
    for (values in rows) {
        val row = detections.add()
        values.forEachIndexed { column, value -> detections[row, column] = value }
    }
}
