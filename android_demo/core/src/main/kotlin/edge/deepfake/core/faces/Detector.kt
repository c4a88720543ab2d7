package edge.deepfake.core.faces

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.image.CHANNELS
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Resampler

/**
 * Runs one face detector of the contract on one view at a time. It reuses its buffers and is not thread-safe.
 *
 * @throws EngineException if the model does not match the contract.
 */
internal class Detector(private val rule: DetectorRule, private val network: DetectorNetwork) {
    private val decoder = BlazeFaceDecoder(rule)
    private val view = RgbImage(rule.inputSize, rule.inputSize)
    private val line = ByteArray(rule.inputSize * CHANNELS)
    private val seen = Detections()
    private val resampler = Resampler()
    private val levels = FloatArray(GREYS) { level ->
        val (low, high) = rule.range
        level * ((high - low) / (GREYS - 1)).toFloat() + low.toFloat()
    }

    init {
        network.check(rule, decoder.size)
    }

    val isTiled: Boolean get() = rule.views == DetectorRule.TILES

    /** Appends the detections in the whole [picture], in pixels of the picture. */
    fun findInWhole(picture: PixelRows, into: Detections) {
        val whole = WholeView(picture.width, picture.height, rule.inputSize)
        view.pixels.fill(0)
        resampler.resize(picture, view, whole.area)
        look()
        for (row in 0 until seen.size) append(row, whole.square, into)
    }

    /**
     * Appends the detections in tiles of [picture], in pixels of the picture. A box that a tile cuts off is skipped,
     * because a neighbouring tile shows the whole face.
     */
    fun findInTiles(picture: PixelRows, into: Detections) {
        for ((x, y) in tileCorners(picture.width, picture.height, rule.inputSize)) {
            val tile = Square(x.toDouble(), y.toDouble(), rule.inputSize.toDouble())
            copyTile(picture, x, y)
            look()
            for (row in 0 until seen.size) {
                if (!isCut(row, x, y, picture)) append(row, tile, into)
            }
        }
    }

    private fun copyTile(picture: PixelRows, x: Int, y: Int) {
        for (row in 0 until rule.inputSize) {
            picture.readRow(y + row, x, x + rule.inputSize, line)
            System.arraycopy(line, 0, view.pixels, row * line.size, line.size)
        }
    }

    private fun look() {
        network.run(view, levels)
        seen.clear()
        decoder.decode(network.regressors, network.scores, seen)
    }

    /** Whether the box touches an edge of the tile that lies inside the picture. */
    private fun isCut(row: Int, x: Int, y: Int, picture: PixelRows): Boolean {
        val size = rule.inputSize
        val margin = 1f / size
        return (x > 0 && seen[row, Detections.LEFT] < margin) ||
            (y > 0 && seen[row, Detections.TOP] < margin) ||
            (x + size < picture.width && seen[row, Detections.RIGHT] > 1 - margin) ||
            (y + size < picture.height && seen[row, Detections.BOTTOM] > 1 - margin)
    }

    /** Appends a detection, converted from fractions of the view to pixels of the picture. */
    private fun append(row: Int, square: Square, into: Detections) {
        val added = into.add(seen, row)
        val side = square.side.toFloat()
        for (column in 0 until Detections.SCORE step 2) {
            into[added, column] = into[added, column] * side + square.left.toFloat()
            into[added, column + 1] = into[added, column + 1] * side + square.top.toFloat()
        }
    }

    private companion object {
        const val GREYS = 256
    }
}
