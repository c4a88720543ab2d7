package edge.deepfake.core.golden

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.faces.Letterbox
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import kotlin.math.floor
import kotlin.math.ln
import kotlin.math.sqrt

internal fun transposed(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> =
    decoded(output, rule, threshold).map { doubleArrayOf(it[1], it[0], it[3], it[2], it[4]) }

internal fun productOfScores(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> =
    decoded(output, rule, sqrt(threshold)).onEach { it[4] *= it[4] }

internal fun classScoreAlone(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> {
    val certain = output.clone()
    for (i in 1 until certain.size step 6) if (certain[i] > 0) certain[i] = certain[i - 1]
    return decoded(certain, rule, threshold)
}

internal fun fromTheCorner(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> =
    decoded(output, rule, threshold).onEach { row ->
        val across = (row[2] - row[0]) / 2
        val down = (row[3] - row[1]) / 2
        row[0] += across
        row[2] += across
        row[1] += down
        row[3] += down
    }

internal fun cellsFromTheirCentre(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> {
    val moved = output.clone()
    for (i in moved.indices) if (i % 6 == 2 || i % 6 == 3) moved[i] += 0.5f
    return decoded(moved, rule, threshold)
}

internal fun strideAscending(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> =
    decoded(output, rule.copy(strides = rule.strides.sorted()), threshold)

internal fun suppressedAtTheLimit(rows: List<DoubleArray>, limit: Double): List<DoubleArray> =
    suppressed(rows, limit - 1e-9)

internal fun unsorted(rows: List<DoubleArray>, limit: Double): List<DoubleArray> =
    suppressed(rows.mapIndexed { i, row -> row.copyOf().also { it[4] = -i.toDouble() } }, limit).map { kept ->
        rows[-kept[4].toInt()]
    }

/** A box that was dropped still drops others. */
internal fun droppedBoxesDrop(rows: List<DoubleArray>, limit: Double): List<DoubleArray> {
    val sorted = rows.sortedByDescending { it[4] }
    return sorted.filterIndexed { i, row ->
        sorted.take(i).none { stronger -> suppressed(listOf(stronger, row), limit).size == 1 }
    }
}

internal fun turnedTheOtherWay(case: SheetCase): List<Pair<Turn, DoubleArray>> =
    rowsInPicture(case).map { (turn, row) -> turn.back to row }

internal fun anyBoxTurns(case: ChoiceCase): Choice =
    chosen(case.copy(minFaceSide = 0)).let { if (it.turn == Turn.NONE) chosen(case) else it }

internal fun strongestTurnWithoutThreshold(case: ChoiceCase): Choice =
    chosen(case.copy(rule = case.rule.copy(turnedFrom = case.rule.decidesFrom)))

internal fun bestScoreFirst(case: ChoiceCase): Choice = selected(case).let { right ->
    Choice(right.faces.sortedByDescending { it[4] }, right.possible, right.omitted, right.turn)
}

internal fun tinyFacesJudged(case: ChoiceCase): Choice = selected(case.copy(minFaceSide = 0))

internal fun aboveTheThreshold(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> =
    decoded(output, rule, threshold).filter { it[4] > threshold }

internal fun sizeInPixels(output: FloatArray, rule: DetectorRule, threshold: Double): List<DoubleArray> {
    val moved = output.clone()
    val stride = ln(rule.strides.first().toDouble()).toFloat()
    for (i in moved.indices) if (i % 6 >= 4 && moved[i] != 0f) moved[i] -= stride
    return decoded(moved, rule, threshold)
}

internal fun roundedDown(width: Int, height: Int, size: Int): List<Int> {
    val scale = minOf(1.0, size.toDouble() / maxOf(width, height))
    return listOf(width, height).map { maxOf(1, (it * scale).toInt()) }
}

internal fun roundedHalfUp(width: Int, height: Int, size: Int): List<Int> {
    val scale = minOf(1.0, size.toDouble() / maxOf(width, height))
    return listOf(width, height).map { maxOf(1, floor(it * scale + 0.5).toInt()) }
}

internal fun enlarged(width: Int, height: Int, size: Int): List<Int> {
    val scale = size.toDouble() / maxOf(width, height)
    return listOf(width, height).map { maxOf(1, Math.rint(it * scale).toInt()) }
}

/** The same ratio both ways, that of the longer side. */
internal fun byTheScale(row: DoubleArray, letterbox: Letterbox, factor: Int): DoubleArray =
    minOf(letterbox.across, letterbox.down).let { scale ->
        DoubleArray(5) { if (it < 4) row[it] / scale * factor else row[it] }
    }

internal fun withoutTheFactor(
    row: DoubleArray,
    letterbox: Letterbox,
    @Suppress("UNUSED_PARAMETER") factor: Int,
): DoubleArray = placedInPicture(row, letterbox, 1)

/** The quadrants of 90 and 270 degrees are swapped. */
internal fun drawnAnticlockwise(picture: RgbImage, size: Int): RgbImage {
    val right = sheetOf(picture, size)
    val half = size / 2
    val wrong = RgbImage(size, size)
    for (i in wrong.pixels.indices) {
        val x = i / 3 % size
        val y = i / 3 / size
        val from = if (x < half) (y + half) % size else y
        wrong.pixels[i] = right.pixels[(from * size + x) * 3 + i % 3]
    }
    return wrong
}

internal fun restForgotten(case: ChoiceCase): Choice = selected(case).let { Choice(it.faces, it.possible, 0, it.turn) }

internal fun largerTurnWins(case: ChoiceCase): Choice {
    val best = case.turned.filter { it.second[4] >= case.rule.turnedFrom }.maxOfOrNull { it.second[4] }
    val winner = case.turned.filter { it.second[4] == best }.maxOfOrNull { it.first }
    return chosen(case.copy(turned = case.turned.filter { winner == null || it.first == winner }))
}
