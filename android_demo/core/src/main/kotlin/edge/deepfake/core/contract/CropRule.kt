package edge.deepfake.core.contract

import edge.deepfake.core.errors.require
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.int
import edge.deepfake.core.json.number

/**
 * How a region becomes a crop.
 *
 * @property faceMargin Share of the face box' longer side added on each side.
 * @property resample "pillow-bilinear".
 * @property outside "edge".
 * @property wholePicture "centre_square".
 * @property minPictureSide Shorter side in pixels below which a picture is too small.
 * @property minFaceSide Longer side in pixels below which a found face is passed over.
 * @property mirrorBelow Side in pixels of a whole picture's square below which it is not enlarged
 *   to the input's size: mirrored copies fill the input instead. 0 for never.
 * @property mirrorSide Side in pixels of each copy.
 */
public data class CropRule(
    public val faceMargin: Double,
    public val resample: String,
    public val outside: String,
    public val wholePicture: String,
    public val minPictureSide: Int,
    public val minFaceSide: Int,
    public val mirrorBelow: Int,
    public val mirrorSide: Int,
) {
    init {
        require(faceMargin >= 0, "face_margin", "must be >= 0")
        require(minPictureSide > 0, "min_picture_side", "must be > 0")
        require(minFaceSide > 0, "min_face_side", "must be > 0")
        require(mirrorBelow >= 0, "mirror_below", "must be >= 0")
        require(mirrorSide > 0, "mirror_side", "must be > 0")
    }

    internal companion object {
        fun read(record: JsonRecord): CropRule = CropRule(
            faceMargin = record.number("face_margin"),
            resample = record.choice("resample", "pillow-bilinear"),
            outside = record.choice("outside", "edge"),
            wholePicture = record.choice("whole_picture", "centre_square"),
            minPictureSide = record.int("min_picture_side"),
            minFaceSide = record.int("min_face_side"),
            mirrorBelow = record.int("mirror_below"),
            mirrorSide = record.int("mirror_side"),
        )
    }
}
