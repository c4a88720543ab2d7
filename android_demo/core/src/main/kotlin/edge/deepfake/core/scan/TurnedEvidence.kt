package edge.deepfake.core.scan

import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.image.Turn
import edge.deepfake.core.image.sourceOf

/** [map], turned clockwise by [turn]. */
public fun turned(map: EvidenceMap, turn: Turn): EvidenceMap {
    if (turn == Turn.NONE) return map
    val width = if (turn.swapsAxes) map.height else map.width
    val height = if (turn.swapsAxes) map.width else map.height
    val values =
        FloatArray(map.values.size) { map.values[turn.sourceOf(it % width, it / width, map.width, map.height)] }
    return EvidenceMap(width, height, values)
}
