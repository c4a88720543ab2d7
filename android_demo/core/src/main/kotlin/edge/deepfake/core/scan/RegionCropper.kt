package edge.deepfake.core.scan

import edge.deepfake.core.contract.CropRule
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.faces.Face
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.image.mirror
import edge.deepfake.core.image.pasteTurned
import edge.deepfake.core.resample.Cropper
import edge.deepfake.core.resample.Overview
import edge.deepfake.core.resample.drawnIn
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.resample.planWhole

/**
 * Crops a region for the network, and maps the network's evidence back to the region. It reuses its buffers and is not
 * thread-safe.
 *
 * @param rule The contract's crop block.
 * @param size Side of the network's input in pixels.
 */
internal class RegionCropper(private val rule: CropRule, private val size: Int) {
    private val cropper = Cropper()
    private val copy = RgbImage(rule.mirrorSide, rule.mirrorSide)
    private val straight = RgbImage(size, size)

    /** The square to crop: around [face], or of the whole picture if [face] is null. */
    fun squareOf(overview: Overview, face: Face?, turn: Turn): Box = when (face) {
        null -> planWhole(overview.picture.width, overview.picture.height)
        else -> planCrop(face.box, rule.faceMargin, rule.faceShift, turn)
    }

    /** Whether mirrored copies of the [square] fill the network's input: it is that of a tiny whole picture. */
    fun isMirrored(kind: RegionKind, square: Box): Boolean = kind == RegionKind.IMAGE && square.width < rule.mirrorBelow

    /**
     * Writes the network's input of [size] x [size] pixels to [into]: the resampled [square], or mirrored copies of it.
     */
    fun cut(overview: Overview, kind: RegionKind, square: Box, turn: Turn, into: RgbImage): Unit =
        cut(overview, kind, square, isMirrored(kind, square), turn, into)

    /** Writes the input of the second look: the square drawn in by [inset] of its side, mirrored left to right. */
    fun cutAgain(overview: Overview, kind: RegionKind, square: Box, inset: Double, turn: Turn, into: RgbImage) {
        cut(overview, kind, drawnIn(square, inset), isMirrored(kind, square), turn, into)
        mirror(into)
    }

    /** The evidence map of the region's square, from the map of the crop that [cut] wrote. */
    fun evidenceOf(kind: RegionKind, square: Box, turn: Turn, evidence: EvidenceMap): EvidenceMap {
        val upright = turned(evidence, turn.back)
        return if (isMirrored(kind, square)) foldMirrored(upright, rule.mirrorSide, size) else upright
    }

    private fun cut(
        overview: Overview,
        kind: RegionKind,
        square: Box,
        isMirrored: Boolean,
        turn: Turn,
        into: RgbImage,
    ) {
        val target = if (turn == Turn.NONE) into else straight
        val isWhole = kind == RegionKind.IMAGE
        val rows = if (isWhole) overview.rows else overview.picture
        val box = if (isWhole) overview.boxOf(square) else square
        cropper.cut(rows, box, if (isMirrored) copy else target)
        if (isMirrored) fillMirrored(copy, target)
        if (turn != Turn.NONE) pasteTurned(target, turn, into)
    }
}
