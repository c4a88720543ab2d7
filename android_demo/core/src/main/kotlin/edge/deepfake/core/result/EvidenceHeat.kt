package edge.deepfake.core.result

import edge.deepfake.core.contract.CropRule
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.image.Box
import edge.deepfake.core.resample.planCrop
import kotlin.math.abs

private const val STRONGEST = 150
private const val ALPHA_SHIFT = 24
private const val RED = 0xD61830
private const val BLUE = 0x2060DC

/** The strongest evidence in any of the maps, to be drawn at full strength; 0 without any. */
public fun peakOf(maps: List<EvidenceMap>): Float = maps.maxOfOrNull { map -> map.values.maxOf { abs(it) } } ?: 0f

/**
 * A map as 0xAARRGGBB colours (alpha not premultiplied) to lay over its square: red speaks for
 * fake, blue for real, clear for neither.
 *
 * @param peak Evidence that is drawn at full strength, as of [peakOf] all maps of the picture.
 * @return [EvidenceMap.width] x [EvidenceMap.height] colours; scale them up with a smooth filter.
 */
public fun heatOf(map: EvidenceMap, peak: Float): IntArray = IntArray(map.values.size) { i ->
    val strength = if (peak > 0) (map.values[i] / peak).coerceIn(-1f, 1f) else 0f
    val colour = if (strength > 0) RED else BLUE
    ((abs(strength) * STRONGEST).toInt() shl ALPHA_SHIFT) or colour
}

/** The square over which a region's evidence lies, in pixels of the picture. */
public fun evidenceSquareOf(region: Region, rule: CropRule): Box =
    if (region.kind == RegionKind.FACE) planCrop(region.box, rule.faceMargin) else region.box
