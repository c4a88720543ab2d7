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
 * Crops a region for the network, and maps the network's evidence back to the region. It reuses its buffers and is not
 * thread-safe.
 *
 * @param rule The contract's crop block.
 * @param size Side of the network's input in pixels.
 */
internal class RegionCropper(private val rule: CropRule, private val size: Int) {
    private val cropper = Cropper()
    private val copy = RgbImage(rule.mirrorSide, rule.mirrorSide)

    /** The square to crop: around [face], or of the whole picture if [face] is null. */
    fun squareOf(picture: PixelRows, face: Face?): Box = when (face) {
        null -> planWhole(picture.width, picture.height)
        else -> planCrop(face.box, rule.faceMargin)
    }

    /**
     * Writes the network's input of [size] x [size] pixels to [into]: the resampled square, or mirrored copies of a
     * tiny whole picture.
     */
    fun cut(picture: PixelRows, kind: RegionKind, square: Box, into: RgbImage) {
        if (!isMirrored(kind, square)) return cropper.cut(picture, square, into)
        cropper.cut(picture, square, copy)
        fillMirrored(copy, into)
    }

    /** The evidence map of the region's square, from the map of the crop that [cut] wrote. */
    fun evidenceOf(kind: RegionKind, square: Box, evidence: EvidenceMap): EvidenceMap =
        if (isMirrored(kind, square)) foldMirrored(evidence, rule.mirrorSide, size) else evidence

    private fun isMirrored(kind: RegionKind, square: Box): Boolean =
        kind == RegionKind.IMAGE && square.width < rule.mirrorBelow
}
