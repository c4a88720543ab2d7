package edge.deepfake.app.result

import android.content.Context
import edge.deepfake.app.R
import edge.deepfake.app.screen.label
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.image.Turn
import edge.deepfake.core.result.QualityFlag
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.ScanResult

/** The name of a region, such as "Face 2 of 3". [number] starts at 1 and [count] is that of the faces. */
internal fun Context.nameOf(region: Region, number: Int, count: Int): String = when {
    region.kind == RegionKind.IMAGE -> getString(R.string.whole_picture)
    count == 1 -> getString(R.string.face)
    else -> getString(R.string.face_of, number, count)
}

/** The sentences below the verdict of a result. */
internal fun Context.explain(result: ScanResult, style: VerdictStyle): String {
    val reasons = reasonsOf(result.reasons, result.facesOmitted)
    val possible = result.possibleFaces.size
    return listOfNotNull(
        reasons ?: getString(style.explanation),
        getString(R.string.turned, result.rotated.degrees).takeIf { result.rotated != Turn.NONE },
        getString(R.string.whole_picture_alone).takeIf { result.regions.size == 1 },
        resources.getQuantityString(R.plurals.possible_faces, possible, possible).takeIf { possible > 0 },
    ).joinToString("\n")
}

/** Why a verdict is "unsure" whatever the probability is, in one sentence; null if there is no reason. */
internal fun Context.reasonsOf(reasons: List<Reason>, facesOmitted: Int): String? {
    if (reasons.isEmpty()) return null
    val words = reasons.joinToString("; ") { wordsOf(it, facesOmitted) }
    return resources.getQuantityString(R.plurals.reasons, reasons.size, words)
}

private fun Context.wordsOf(reason: Reason, facesOmitted: Int): String = when (reason) {
    Reason.NOT_A_PHOTOGRAPH -> getString(R.string.reason_not_a_photograph)
    Reason.TOO_SMALL -> getString(R.string.reason_too_small)
    Reason.NO_COLOUR -> getString(R.string.reason_no_colour)
    Reason.EXTREME_SHAPE -> getString(R.string.reason_extreme_shape)
    Reason.UNSTABLE -> getString(R.string.reason_unstable)
    Reason.FACES_OMITTED -> resources.getQuantityString(R.plurals.reason_faces_omitted, facesOmitted, facesOmitted)
}

/** The text about the region's quality flags; null if it has none. */
internal fun Context.qualityOf(region: Region): String? {
    if (region.quality.isEmpty()) return null
    return getString(R.string.quality, region.quality.joinToString { getString(labelOf(it)) })
}

/** The lines with the technical details of a result. */
internal fun Context.detailsOf(result: ScanResult): String {
    val lines = ArrayList<String>()
    result.image?.let { image ->
        lines += getString(R.string.detail_picture, image.width, image.height)
        image.notes.mapTo(lines) { getString(R.string.detail_note, it) }
    }
    result.timings?.let { lines += getString(R.string.detail_time, it.total.toInt(), it.infer.toInt()) }
    lines += getString(R.string.detail_runs, runtimeOf(result))
    lines += getString(R.string.detail_bundle, "${result.bundle.id}, ${result.bundle.sha256.take(SHORT_SHA)}")
    return lines.joinToString("\n")
}

private fun Context.runtimeOf(result: ScanResult): String {
    val candidate = Candidate.entries.firstOrNull { it.id == result.runtime.accelerator }
    val name = candidate?.let { getString(it.label) } ?: result.runtime.accelerator
    val threads = result.runtime.threads
    return getString(R.string.runs_for_now, name, resources.getQuantityString(R.plurals.threads, threads, threads))
}

private fun labelOf(flag: QualityFlag): Int = when (flag) {
    QualityFlag.SMALL -> R.string.quality_small
    QualityFlag.BLURRED -> R.string.quality_blurred
    QualityFlag.DARK -> R.string.quality_dark
    QualityFlag.BRIGHT -> R.string.quality_bright
}

private const val SHORT_SHA = 12
