package edge.deepfake.core.golden

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.contract.PoolingRule
import edge.deepfake.core.contract.SecondLookRule
import edge.deepfake.core.decision.Judgement
import edge.deepfake.core.decision.Part
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.pooledProbability
import edge.deepfake.core.decision.pooledVerdict
import edge.deepfake.core.decision.probabilityOf
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.faces.Detections
import edge.deepfake.core.faces.Letterbox
import edge.deepfake.core.faces.Suppression
import edge.deepfake.core.faces.YunetDecoder
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.CropStatistics
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.image.mirror
import edge.deepfake.core.image.pasteTurned
import edge.deepfake.core.resample.cutCrop
import edge.deepfake.core.resample.drawnIn
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.resample.planWhole
import edge.deepfake.core.scan.fillMirrored
import edge.deepfake.core.scan.foldMirrored
import edge.deepfake.core.scan.turned

/** The functions under test. A wrong variant replaces one of them. */
internal data class Arithmetic(
    val planCrop: (Box, Double, Double, Turn) -> Box = ::planCrop,
    val planWhole: (Int, Int) -> Box = ::planWhole,
    val drawnIn: (Box, Double) -> Box = ::drawnIn,
    val cutCrop: (RgbImage, Box, Int) -> RgbImage = ::croppedFrom,
    val cutMirrored: (RgbImage, Box, Int, Int) -> RgbImage = ::mirroredCopies,
    val turnPicture: (RgbImage, Turn, Boolean) -> RgbImage = ::turnedPicture,
    val turnEvidence: (EvidenceMap, Turn) -> EvidenceMap = { map, turn -> turned(map, turn.back) },
    val foldMirrored: (EvidenceMap, Int, Int) -> EvidenceMap = ::foldMirrored,
    val decode: (FloatArray, DetectorRule, Double) -> List<DoubleArray> = ::decoded,
    val suppress: (List<DoubleArray>, Double) -> List<DoubleArray> = ::suppressed,
    val fit: (Int, Int, Int) -> List<Int> = ::fitted,
    val placed: (DoubleArray, Letterbox, Int) -> DoubleArray = ::placedInPicture,
    val drawSheet: (RgbImage, Int) -> RgbImage = ::sheetOf,
    val sheetRows: (SheetCase) -> List<Pair<Turn, DoubleArray>> = ::rowsInPicture,
    val selectFaces: (ChoiceCase) -> Choice = ::selected,
    val chooseFaces: (ChoiceCase) -> Choice = ::chosen,
    val statisticsOf: (RgbImage) -> List<Double> = ::statisticsOf,
    val probabilityOf: (Double, DecisionRule) -> Double = ::probabilityOf,
    val verdictOf: (Double, DecisionRule) -> Verdict = ::verdictOf,
    val judge: (Double, Double, List<Reason>, DecisionRule, SecondLookRule) -> Judgement = ::judgementOf,
    val pooledProbability: (List<Part>, PoolingRule) -> Double = ::pooledProbability,
    val pooledVerdict: (Double, List<Part>, Int, DecisionRule) -> Verdict = ::pooledVerdict,
)

internal fun croppedFrom(rgb: RgbImage, box: Box, size: Int): RgbImage = cutCrop(rgb, box, size)

internal fun mirroredCopies(rgb: RgbImage, box: Box, side: Int, size: Int): RgbImage =
    RgbImage(size, size).also { fillMirrored(cutCrop(rgb, box, side), it) }

internal fun turnedPicture(picture: RgbImage, turn: Turn, isMirrored: Boolean): RgbImage {
    val into = RgbImage(picture.width, picture.height)
    pasteTurned(picture, turn, into)
    if (isMirrored) mirror(into)
    return into
}

internal fun decoded(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> =
    rowsOf(Detections().also { YunetDecoder(rule).decode(output, threshold, it) })

internal fun suppressed(rows: List<DoubleArray>, limit: Double): List<DoubleArray> =
    rowsOf(Detections().also { Suppression().keepStrongest(detectionsOf(rows), limit, it) })

internal fun statisticsOf(crop: RgbImage): List<Double> = CropStatistics().run {
    measure(crop)
    listOf(flat, common, hard, extreme, colourfulness)
}

internal fun judgementOf(
    first: Double,
    second: Double,
    reasons: List<Reason>,
    rule: DecisionRule,
    secondLook: SecondLookRule,
): Judgement = Judgement.of(first, reasons, rule, secondLook) { second }

internal fun rowsOf(detections: Detections): List<DoubleArray> = List(detections.size) { row ->
    val box = detections.boxOf(row)
    doubleArrayOf(box.left, box.top, box.right, box.bottom, detections.score(row))
}

internal fun detectionsOf(rows: List<DoubleArray>): Detections = Detections().also { detections ->
    for (row in rows) detections.add(row[0], row[1], row[2], row[3], row[4])
}
