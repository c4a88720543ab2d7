package edge.deepfake.app.result

import android.content.Context
import edge.deepfake.app.R
import edge.deepfake.app.screen.label
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.result.QualityFlag
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.RegionKind
import edge.deepfake.core.result.ScanResult

/** The name of a region, such as "Face 2 of 3". [number] starts at 1. */
internal fun Context.nameOf(region: Region, number: Int, count: Int): String = when {
    region.kind == RegionKind.IMAGE -> getString(R.string.whole_picture)
    count == 1 -> getString(R.string.face)
    else -> getString(R.string.face_of, number, count)
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
