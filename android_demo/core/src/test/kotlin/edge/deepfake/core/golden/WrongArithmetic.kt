package edge.deepfake.core.golden

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.faces.Detections
import edge.deepfake.core.faces.makeAnchors
import edge.deepfake.core.image.Box
import edge.deepfake.core.resample.planCrop
import kotlin.math.abs

internal fun topLeft(evidence: EvidenceMap, side: Int, size: Int): EvidenceMap {
    val cells = side * evidence.height / size
    return EvidenceMap(cells, cells, FloatArray(cells * cells) { evidence[it % cells, it / cells] })
}

internal fun withoutMargin(box: Box, @Suppress("UNUSED_PARAMETER") margin: Double): Box = planCrop(box, 0.0)

internal fun marginOnce(box: Box, margin: Double): Box = planCrop(box, margin / 2)

internal fun atTheCorner(width: Int, height: Int): Box = minOf(width, height).toDouble().let { Box(0.0, 0.0, it, it) }

internal fun notSquare(box: Box, margin: Double): Box {
    val x = box.width * margin
    val y = box.height * margin
    return Box(box.left - x, box.top - y, box.right + x, box.bottom + y)
}

internal fun clamped(box: Box, margin: Double): Box {
    val square = planCrop(box, margin)
    return square.copy(left = maxOf(square.left, 0.0), top = maxOf(square.top, 0.0))
}

internal fun swappedThresholds(probability: Double, rule: DecisionRule): Verdict = when {
    probability >= rule.realAt -> Verdict.FAKE
    probability <= rule.fakeAt -> Verdict.REAL
    else -> Verdict.UNSURE
}

internal fun atHalf(probability: Double, @Suppress("UNUSED_PARAMETER") rule: DecisionRule): Verdict =
    if (probability >= 0.5) Verdict.FAKE else Verdict.REAL

internal fun limitsExcluded(probability: Double, rule: DecisionRule): Verdict = when {
    probability > rule.fakeAt -> Verdict.FAKE
    probability < rule.realAt -> Verdict.REAL
    else -> Verdict.UNSURE
}

internal fun gridForEachLayer(size: Int, strides: List<Int>, counts: List<Int>): FloatArray =
    strides.zip(counts).map { (stride, count) ->
        makeAnchors(size, listOf(stride), listOf(count))
    }.reduce(FloatArray::plus)

internal fun yBeforeX(size: Int, strides: List<Int>, counts: List<Int>): FloatArray {
    val right = makeAnchors(size, strides, counts)
    return FloatArray(right.size) { right[it xor 1] }
}

internal fun strongestOnly(rows: List<FloatArray>, mergeIou: Double): List<FloatArray> =
    merged(rows, mergeIou).map { mean ->
        rows.minBy { abs(it[Detections.SCORE] - mean[Detections.SCORE]) }
    }

internal fun firstFaceAlone(rows: List<FloatArray>, side: Int, tilesBelow: Double): Boolean =
    tilesNeeded(rows.take(1), side, tilesBelow)

internal fun unclipped(regressors: FloatArray, scores: FloatArray, rule: DetectorRule): List<FloatArray> =
    decoded(regressors, scores, rule.copy(scoreClip = 500.0))

internal fun fromTheCorner(regressors: FloatArray, scores: FloatArray, rule: DetectorRule): List<FloatArray> =
    decoded(regressors, scores, rule).onEach { row ->
        val across = (row[2] - row[0]) / 2
        val down = (row[3] - row[1]) / 2
        row[0] += across
        row[2] += across
        row[1] += down
        row[3] += down
    }
