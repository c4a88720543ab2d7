package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.int
import edge.deepfake.core.json.number
import edge.deepfake.core.json.record

/**
 * The contract's `faces` block: the face detectors, and which of the boxes that they find are judged.
 *
 * @property minPictureSide No face is searched in a picture whose shorter side is below this many pixels.
 * @property decidesFrom A box with at least this score is a face, which is judged.
 * @property possibleFrom A box with at least this score is listed as a possible face, which is not judged.
 * @property turnedFrom The picture is turned if it shows no face, but a turned copy shows a box of at least this score.
 * @property suppressIou The weaker of two boxes above this intersection over union is dropped.
 * @property maxFaces Maximum number of faces that are judged in one picture.
 * @property still The detector for pictures.
 * @property camera The detector for camera frames and for turned copies of a picture.
 */
public data class FaceRule(
    public val minPictureSide: Int,
    public val decidesFrom: Double,
    public val possibleFrom: Double,
    public val turnedFrom: Double,
    public val suppressIou: Double,
    public val maxFaces: Int,
    public val still: DetectorRule,
    public val camera: DetectorRule,
) {
    init {
        requireContract(minPictureSide >= 0, "min_picture_side", "must be >= 0")
        requireContract(decidesFrom > 0 && decidesFrom < 1, "decides_from", "must be in (0, 1)")
        val possible = possibleFrom > 0 && possibleFrom <= decidesFrom
        requireContract(possible, "possible_from", "must be in (0, decides_from]")
        val turned = turnedFrom >= decidesFrom && turnedFrom < 1
        requireContract(turned, "turned_from", "must be in [decides_from, 1)")
        requireContract(suppressIou > 0 && suppressIou < 1, "suppress_iou", "must be in (0, 1)")
        requireContract(maxFaces > 0, "max_faces", "must be > 0")
    }

    internal companion object {
        fun read(record: JsonRecord): FaceRule = FaceRule(
            minPictureSide = record.int("min_picture_side"),
            decidesFrom = record.number("decides_from"),
            possibleFrom = record.number("possible_from"),
            turnedFrom = record.number("turned_from"),
            suppressIou = record.number("suppress_iou"),
            maxFaces = record.int("max_faces"),
            still = record.record("still", DetectorRule::read),
            camera = record.record("camera", DetectorRule::read),
        )
    }
}
