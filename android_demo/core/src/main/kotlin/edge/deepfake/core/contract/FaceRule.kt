package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.int
import edge.deepfake.core.json.items
import edge.deepfake.core.json.number
import edge.deepfake.core.json.record

/**
 * The contract's `faces` block: the face detectors, and the weighted non-maximum suppression that joins their boxes.
 *
 * @property minPictureSide No face is searched in a picture whose shorter side is below this many pixels.
 * @property mergeIou Two boxes above this intersection over union are the same face.
 * @property nestedAbove A box is dropped if more than this fraction of the smaller box lies inside a stronger one.
 * @property tilesBelow Tiles are skipped if the whole picture shows a face of at least this fraction of its shorter
 *   side.
 * @property maxFaces Maximum number of faces per picture.
 */
public data class FaceRule(
    public val minPictureSide: Int,
    public val mergeIou: Double,
    public val nestedAbove: Double,
    public val tilesBelow: Double,
    public val maxFaces: Int,
    public val detectors: List<DetectorRule>,
) {
    init {
        requireContract(minPictureSide >= 0, "min_picture_side", "must be >= 0")
        requireContract(mergeIou > 0 && mergeIou < 1, "merge_iou", "must be in (0, 1)")
        requireContract(nestedAbove > 0 && nestedAbove <= 1, "nested_above", "must be in (0, 1]")
        requireContract(tilesBelow > 0, "tiles_below", "must be > 0")
        requireContract(maxFaces > 0, "max_faces", "must be > 0")
        requireContract(detectors.isNotEmpty(), "detectors", "must not be empty")
    }

    internal companion object {
        fun read(record: JsonRecord): FaceRule = FaceRule(
            minPictureSide = record.int("min_picture_side"),
            mergeIou = record.number("merge_iou"),
            nestedAbove = record.number("nested_above"),
            tilesBelow = record.number("tiles_below"),
            maxFaces = record.int("max_faces"),
            detectors = record.items("detectors") { record(DetectorRule::read) },
        )
    }
}
