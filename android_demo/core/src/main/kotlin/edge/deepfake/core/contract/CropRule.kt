package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.int
import edge.deepfake.core.json.number

/**
 * The contract's `crop` block: how a region is cropped for the network.
 *
 * @property faceMargin Margin on each side of a face, as a fraction of the longer side of its box.
 * @property faceShift The centre of the crop lies below the centre of a face box by this fraction of the box's height.
 * @property resample Always "block-mean-bilinear".
 * @property outside Always "edge": pixels outside of the picture repeat its edge.
 * @property wholePicture Always "centre_square".
 * @property minPictureSide Pictures whose shorter side is below this many pixels are too small to scan.
 * @property minFaceSide Faces whose longer side is below this many pixels are ignored.
 * @property mirrorBelow A whole picture whose square is smaller than this many pixels is not enlarged: mirrored copies
 *   fill the input instead. 0 means never.
 * @property mirrorSide Side of each mirrored copy in pixels.
 */
public data class CropRule(
    public val faceMargin: Double,
    public val faceShift: Double,
    public val resample: String,
    public val outside: String,
    public val wholePicture: String,
    public val minPictureSide: Int,
    public val minFaceSide: Int,
    public val mirrorBelow: Int,
    public val mirrorSide: Int,
) {
    init {
        requireContract(faceMargin >= 0, "face_margin", "must be >= 0")
        requireContract(faceShift in -MOST_SHIFT..MOST_SHIFT, "face_shift", "must be in [-0.5, 0.5]")
        requireContract(minPictureSide > 0, "min_picture_side", "must be > 0")
        requireContract(minFaceSide > 0, "min_face_side", "must be > 0")
        requireContract(mirrorBelow >= 0, "mirror_below", "must be >= 0")
        requireContract(mirrorSide > 0, "mirror_side", "must be > 0")
    }

    internal companion object {
        private const val MOST_SHIFT = 0.5

        fun read(record: JsonRecord): CropRule = CropRule(
            faceMargin = record.number("face_margin"),
            faceShift = record.number("face_shift"),
            resample = record.choice("resample", "block-mean-bilinear"),
            outside = record.choice("outside", "edge"),
            wholePicture = record.choice("whole_picture", "centre_square"),
            minPictureSide = record.int("min_picture_side"),
            minFaceSide = record.int("min_face_side"),
            mirrorBelow = record.int("mirror_below"),
            mirrorSide = record.int("mirror_side"),
        )
    }
}
