package edge.deepfake.core.scan

import edge.deepfake.core.contract.CropRule
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.faces.Face
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Cropper
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.resample.planWhole
import edge.deepfake.core.result.RegionKind

/**
 * What the network sees of a region, and where in the region its evidence lies. Keeps its buffers;
 * not thread-safe.
 *
 * @param rule The contract's crop block.
 * @param size Side of the network's input in pixels.
 */
internal class RegionCropper(private val rule: CropRule, private val size: Int) {
    private val cropper = Cropper()
    private val copy = RgbImage(rule.mirrorSide, rule.mirrorSide)

    /** The square that is cut for a face, or for the whole picture if [face] is null. */
    fun squareOf(picture: PixelRows, face: Face?): Box = when (face) {
        null -> planWhole(picture.width, picture.height)
        else -> planCrop(face.box, rule.faceMargin)
    }

    /**
     * Writes the square resampled, or mirrored copies of a tiny whole picture, into [into] of
     * [size] x [size].
     */
    fun cut(picture: PixelRows, kind: RegionKind, square: Box, into: RgbImage) {
        if (!isMirrored(kind, square)) return cropper.cut(picture, square, into)
        cropper.cut(picture, square, copy)
        fillMirrored(copy, into)
    }

    /** Evidence over the region's square, from the network's map of what [cut] gave. */
    fun evidenceOf(kind: RegionKind, square: Box, evidence: EvidenceMap): EvidenceMap =
        if (isMirrored(kind, square)) foldMirrored(evidence, rule.mirrorSide, size) else evidence

    private fun isMirrored(kind: RegionKind, square: Box): Boolean =
        kind == RegionKind.IMAGE && square.width < rule.mirrorBelow
}
