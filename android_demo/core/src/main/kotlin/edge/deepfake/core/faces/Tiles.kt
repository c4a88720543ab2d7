package edge.deepfake.core.faces

import kotlin.math.ceil
import kotlin.math.round

/**
 * The corners of overlapping square tiles, row by row. Tiles show small faces larger. Empty if the picture is hardly
 * larger than one tile.
 *
 * @return (left, top) of each tile, in pixels of the picture.
 */
internal fun tileCorners(width: Int, height: Int, size: Int): List<Pair<Int, Int>> {
    if (minOf(width, height) < size || maxOf(width, height) < MIN_TILED * size) return emptyList()
    val columns = startsOf(width, size)
    return startsOf(height, size).flatMap { y -> columns.map { x -> x to y } }
}

/**
 * Whether tiles are worth their time: the whole picture shows no large face.
 *
 * @param found The faces in the whole picture, in its pixels.
 * @param shorterSide Shorter side of the picture in pixels.
 * @param tilesBelow A face of at least this fraction of the shorter side is large; > 0.
 */
internal fun needsTiles(found: Detections, shorterSide: Int, tilesBelow: Double): Boolean =
    (0 until found.size).none { found.longerSide(it) >= tilesBelow * shorterSide }

private fun startsOf(length: Int, size: Int): List<Int> {
    val count = ceil((length - size) / (size * TILE_STEP)).toInt() + 1
    return List(count) { round(it * (length - size).toDouble() / maxOf(1, count - 1)).toInt() }
}

/**
 * The factor by which a picture is reduced before it is split into tiles of [size] pixels, so that at most
 * [TILES_ACROSS] tiles lie along its shorter side. 1 if the picture is smaller than a tile; it is then searched as a
 * whole.
 */
internal fun tileScale(width: Int, height: Int, size: Int): Double {
    val shorter = minOf(width, height)
    val scale = minOf(TILE_SCALE, TILES_ACROSS * size / shorter)
    return if (shorter * scale < size) 1.0 else scale
}

/** [length] pixels reduced by [scale], rounded half to even. */
internal fun shrunk(length: Int, scale: Double): Int = round(length * scale).toInt()

/** Tiles along the shorter side. A face of 4 % of that side covers 10 % of a tile. */
private const val TILES_ACROSS = 2.5

/** Maximum scale of a picture in tiles. A face of 24 pixels covers 8 % of a tile. */
private const val TILE_SCALE = 0.65

/** Distance between neighbouring tiles, as a fraction of a tile's side. */
private const val TILE_STEP = 0.8

/** Minimum longer side, in tiles. The whole-picture view shows as much of a smaller picture. */
private const val MIN_TILED = 1.25
