package edge.deepfake.core.contract

import edge.deepfake.core.errors.require
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.int
import edge.deepfake.core.json.items
import edge.deepfake.core.json.number
import edge.deepfake.core.json.record

/**
 * The face detectors and how their boxes are joined (weighted non-maximum suppression).
 *
 * @property minPictureSide Shorter side in pixels below which no face is looked for.
 * @property mergeIou Intersection over union above which two boxes are one face.
 * @property nestedAbove Share of the smaller box inside a stronger one above which it is dropped.
 * @property tilesBelow Share of the picture's shorter side: where the whole picture shows a face of at
 *   least this size, tiles are not looked at.
 * @property maxFaces Faces judged in one picture.
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
        require(minPictureSide >= 0, "min_picture_side", "must be >= 0")
        require(mergeIou > 0 && mergeIou < 1, "merge_iou", "must be in (0, 1)")
        require(nestedAbove > 0 && nestedAbove <= 1, "nested_above", "must be in (0, 1]")
        require(tilesBelow > 0, "tiles_below", "must be > 0")
        require(maxFaces > 0, "max_faces", "must be > 0")
        require(detectors.isNotEmpty(), "detectors", "must not be empty")
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
