package edge.deepfake.core.faces

import kotlin.math.ceil
import kotlin.math.round

/**
 * The corners of overlapping squares that show small faces larger, row by row; none for a picture
 * of about one tile.
 *
 * @return (left, top) of each tile, in pixels of the picture.
 */
internal fun planTiles(width: Int, height: Int, size: Int): List<Pair<Int, Int>> {
    if (minOf(width, height) < size || maxOf(width, height) < LEAST_TILED * size) return emptyList()
    val columns = startsOf(width, size)
    return startsOf(height, size).flatMap { y -> columns.map { x -> x to y } }
}

/**
 * Whether the whole picture shows no face so large that tiles are not worth their time.
 *
 * @param found In pixels of the picture.
 * @param shorterSide Of the picture, in pixels.
 * @param tilesBelow Share of it, > 0; a face of exactly this size is large.
 */
internal fun needsTiles(found: Detections, shorterSide: Int, tilesBelow: Double): Boolean =
    (0 until found.size).none { found.longerSide(it) >= tilesBelow * shorterSide }

private fun startsOf(length: Int, size: Int): List<Int> {
    val count = ceil((length - size) / (size * TILE_STEP)).toInt() + 1
    return List(count) { round(it * (length - size).toDouble() / maxOf(1, count - 1)).toInt() }
}

/**
 * How much of its resolution a picture keeps in tiles of [size] pixels: at most [TILES_ACROSS]
 * tiles along the shorter side. 1 for a picture of less than a tile, which is seen whole.
 */
internal fun tileScale(width: Int, height: Int, size: Int): Double {
    val shorter = minOf(width, height)
    val scale = minOf(TILE_SCALE, TILES_ACROSS * size / shorter)
    return if (shorter * scale < size) 1.0 else scale
}

/** A side of [length] pixels at [scale], rounded half to even. */
internal fun shrunk(length: Int, scale: Double): Int = round(length * scale).toInt()

/** Tiles along the shorter side: a face of 4 % of it then covers 10 % of a tile. */
private const val TILES_ACROSS = 2.5

/** Most that a picture keeps of its resolution in tiles: a 24 px face still covers 8 % of one. */
private const val TILE_SCALE = 0.65

/** Distance between neighbouring tiles, as a share of a tile's side. */
private const val TILE_STEP = 0.8

/** Longer side, in tiles, below which the whole view shows as much. */
private const val LEAST_TILED = 1.25
