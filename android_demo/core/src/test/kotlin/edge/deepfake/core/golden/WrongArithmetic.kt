package edge.deepfake.core.golden

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.PoolingRule
import edge.deepfake.core.contract.SecondLookRule
import edge.deepfake.core.decision.Judgement
import edge.deepfake.core.decision.Part
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.pooledProbability
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.planCrop

internal fun topLeft(evidence: EvidenceMap, side: Int, size: Int): EvidenceMap {
    val cells = side * evidence.height / size
    return EvidenceMap(cells, cells, FloatArray(cells * cells) { evidence[it % cells, it / cells] })
}

internal fun withoutMargin(box: Box, margin: Double, shift: Double, turn: Turn): Box =
    planCrop(box, margin * 0, shift, turn)

internal fun marginOnce(box: Box, margin: Double, shift: Double, turn: Turn): Box =
    planCrop(box, margin / 2, shift, turn)

internal fun atTheCorner(width: Int, height: Int): Box = minOf(width, height).toDouble().let { Box(0.0, 0.0, it, it) }

internal fun notSquare(box: Box, margin: Double, shift: Double, turn: Turn): Box {
    val square = planCrop(box, 0.0, shift, turn)
    val x = (box.width - square.width) / 2 + box.width * margin
    val y = (box.height - square.height) / 2 + box.height * margin
    return Box(square.left - x, square.top - y, square.right + x, square.bottom + y)
}

internal fun clamped(box: Box, margin: Double, shift: Double, turn: Turn): Box {
    val square = planCrop(box, margin, shift, turn)
    return square.copy(left = maxOf(square.left, 0.0), top = maxOf(square.top, 0.0))
}

internal fun shiftOfTheSquare(box: Box, margin: Double, shift: Double, turn: Turn): Box =
    planCrop(box, margin, shift * (1 + 2 * margin), turn)

internal fun shiftOfTheLongerSide(box: Box, margin: Double, shift: Double, turn: Turn): Box {
    val height = if (turn.swapsAxes) box.width else box.height
    return planCrop(box, margin, shift * maxOf(box.width, box.height) / height, turn)
}

internal fun alwaysDownwards(box: Box, margin: Double, shift: Double, turn: Turn): Box =
    planCrop(box, margin, if (turn == Turn.HALF) -shift else shift, if (turn == Turn.HALF) turn else Turn.NONE)

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

/** A part's verdict caps the picture's, but its probability still counts. */
internal fun cappedPartsCount(parts: List<Part>, rule: PoolingRule): Double =
    pooledProbability(parts.map { GoldenPart(it.kind, it.probability, isCapped = false) }, rule)

internal fun anyFake(parts: List<Part>, @Suppress("UNUSED_PARAMETER") rule: PoolingRule): Double =
    parts.filter { !it.isCapped }.ifEmpty { parts }.maxOf { it.probability }

internal fun meanOfFaces(parts: List<Part>, rule: PoolingRule): Double {
    val (whole, faces) = parts.partition { it.kind == RegionKind.IMAGE }
    val mean = faces.map { it.probability }.average()
    return pooledProbability(whole + faces.take(1).map { GoldenPart(it.kind, mean, it.isCapped) }, rule)
}

/** The second look replaces the first one. */
internal fun lastLookCounts(
    first: Double,
    second: Double,
    reasons: List<Reason>,
    rule: DecisionRule,
    secondLook: SecondLookRule,
): Judgement = judgementOf(first, second, reasons, rule, secondLook).let { right ->
    Judgement.of(right.looks.last(), right.reasons, rule, null) { second }
}

internal fun neverUnstable(
    first: Double,
    second: Double,
    reasons: List<Reason>,
    rule: DecisionRule,
    secondLook: SecondLookRule,
): Judgement = judgementOf(first, second, reasons, rule, secondLook.copy(limit = 1000.0))

internal fun reasonsIgnored(
    first: Double,
    second: Double,
    @Suppress("UNUSED_PARAMETER") reasons: List<Reason>,
    rule: DecisionRule,
    secondLook: SecondLookRule,
): Judgement = judgementOf(first, second, emptyList(), rule, secondLook)
