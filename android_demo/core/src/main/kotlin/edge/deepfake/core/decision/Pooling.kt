package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.PoolingRule
import kotlin.math.ln

/**
 * Probability of fake of a picture from those of its parts.
 *
 * Capped parts count only if all are capped. If both the whole picture and faces count, their log-odds are weighted.
 *
 * @param parts The whole picture and the faces, at least one.
 * @throws IllegalArgumentException if there is no part.
 */
public fun pooledProbability(parts: List<Part>, rule: PoolingRule): Double {
    require(parts.isNotEmpty()) { "a picture has at least one part" }
    val areAllCapped = parts.all { it.isCapped }
    var whole = Double.NaN
    var face = Double.NaN
    for (part in parts) {
        if (part.isCapped && !areAllCapped) continue
        when (part.kind) {
            RegionKind.IMAGE -> whole = part.probability
            RegionKind.FACE -> face = if (face.isNaN()) part.probability else maxOf(face, part.probability)
        }
    }
    return if (face.isNaN()) {
        whole
    } else if (whole.isNaN()) {
        face
    } else {
        weighted(logOdds(whole), logOdds(face), rule)
    }
}

/**
 * Verdict of a picture.
 *
 * @param probability The [pooledProbability] of the parts.
 * @param facesOmitted Number of faces that were not judged.
 */
public fun pooledVerdict(probability: Double, parts: List<Part>, facesOmitted: Int, rule: DecisionRule): Verdict =
    when (verdictOf(probability, rule)) {
        Verdict.FAKE -> if (parts.all { it.isCapped }) Verdict.UNSURE else Verdict.FAKE
        Verdict.REAL -> if (facesOmitted > 0 || parts.any { it.isCapped }) Verdict.UNSURE else Verdict.REAL
        Verdict.UNSURE -> Verdict.UNSURE
    }

/**
 * Why a picture is UNSURE: the reasons of its regions, each once, and omitted faces. Empty for another [verdict].
 *
 * @param reasons The reasons of each region.
 */
public fun pooledReasons(verdict: Verdict, reasons: List<List<Reason>>, facesOmitted: Int): List<Reason> {
    if (verdict != Verdict.UNSURE) return emptyList()
    return Reason.entries.filter { reason ->
        if (reason == Reason.FACES_OMITTED) facesOmitted > 0 else reasons.any { reason in it }
    }
}

private fun weighted(whole: Double, face: Double, rule: PoolingRule): Double =
    sigmoid(rule.whole * whole + rule.face * face + rule.larger * maxOf(whole, face))

private fun logOdds(probability: Double): Double = probability.coerceIn(TINY, 1 - TINY).let { ln(it / (1 - it)) }

private const val TINY = 1e-9
