package edge.deepfake.core.result

import edge.deepfake.core.engine.EvidenceMap
import kotlin.math.abs

private const val MAX_ALPHA = 150
private const val ALPHA_SHIFT = 24
private const val RED = 0xD61830
private const val BLUE = 0x2060DC

/** The largest absolute value in any of the maps; 0 if there is no map. It is drawn with the full opacity. */
public fun peakOf(maps: List<EvidenceMap>): Float = maps.maxOfOrNull { map -> map.values.maxOf { abs(it) } } ?: 0f

/**
 * Converts a map to colours that are drawn over its square: red is evidence for fake, blue is evidence for real, and
 * transparent is no evidence.
 *
 * @param peak The value that is drawn with the full opacity: [peakOf] all maps of the picture.
 * @return [EvidenceMap.width] x [EvidenceMap.height] colours 0xAARRGGBB, alpha not premultiplied. Enlarge them with a
 *   smooth filter.
 */
public fun heatmapOf(map: EvidenceMap, peak: Float): IntArray = IntArray(map.values.size) { i ->
    val strength = if (peak > 0) (map.values[i] / peak).coerceIn(-1f, 1f) else 0f
    val colour = if (strength > 0) RED else BLUE
    ((abs(strength) * MAX_ALPHA).toInt() shl ALPHA_SHIFT) or colour
}
