package edge.deepfake.core.golden

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.contract.FaceRule
import edge.deepfake.core.faces.Detections
import edge.deepfake.core.faces.Face
import edge.deepfake.core.faces.FaceSelection
import edge.deepfake.core.faces.FoundFaces
import edge.deepfake.core.faces.Letterbox
import edge.deepfake.core.faces.TurnedSheet
import edge.deepfake.core.image.Turn
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject

/** Boxes in the input of the turned look, each a row of five numbers, and where that input comes from. */
internal class SheetCase(vector: JsonObject) {
    val letterbox = Letterbox(vector.int("width"), vector.int("height"), vector.int("still_size"))
    val half = vector.int("camera_size") / 2
    val factor = vector.int("factor")
    val rows = rowsOf(vector, "detections")
}

/** Each row with its turn, in pixels of the picture. Rows of no quadrant are left out. */
internal fun rowsInPicture(case: SheetCase): List<Pair<Turn, DoubleArray>> = case.rows.flatMap { row ->
    TurnedSheet(case.half).collect(detectionsOf(listOf(row)), case.letterbox, case.factor)
        .flatMap { (turn, found) -> rowsOf(found).map { turn to it } }
}

/** Boxes in pixels of the picture: of the first look, and of each turned copy. */
internal data class ChoiceCase(
    val rule: FaceRule,
    val minFaceSide: Int,
    val upright: List<DoubleArray>,
    val turned: List<Pair<Turn, DoubleArray>>,
) {
    fun copies(): List<Pair<Turn, Detections>> = (Turn.entries - Turn.NONE).map { turn ->
        turn to detectionsOf(turned.filter { it.first == turn }.map { it.second })
    }
}

internal fun choiceCaseOf(vector: JsonObject): ChoiceCase {
    val rule = vector.getValue("rule").jsonObject
    val turned = vector["turned"]?.jsonArray.orEmpty().map { it.jsonObject }
    return ChoiceCase(
        faceRule(rule),
        rule.int("min_face_side"),
        rowsOf(vector, if ("upright" in vector) "upright" else "detections"),
        turned.map { item -> turnOf(item) to item.numbers("detection") },
    )
}

/** The faces, the possible faces, the number of omitted ones, and the turn. */
internal class Choice(val faces: List<DoubleArray>, val possible: List<DoubleArray>, val omitted: Int, val turn: Turn)

internal fun selected(case: ChoiceCase): Choice =
    choiceOf(FaceSelection(case.rule, case.minFaceSide).select(detectionsOf(case.upright)))

internal fun chosen(case: ChoiceCase): Choice =
    choiceOf(FaceSelection(case.rule, case.minFaceSide).choose(detectionsOf(case.upright)) { case.copies() })

internal fun choiceOf(found: FoundFaces): Choice =
    Choice(found.faces.map(::rowOf), found.possible.map(::rowOf), found.omitted, found.turn)

internal fun rowsOf(vector: JsonObject, key: String): List<DoubleArray> =
    vector.getValue(key).jsonArray.map { it.numbers() }

internal fun turnOf(item: JsonObject): Turn = Turn.entries.first { it.degrees == item.int("turn") }

private fun rowOf(face: Face) = doubleArrayOf(face.box.left, face.box.top, face.box.right, face.box.bottom, face.score)

private fun faceRule(rule: JsonObject): FaceRule = DetectorRule("unused.tflite", 64, listOf(8)).let { detector ->
    FaceRule(
        minPictureSide = 0,
        decidesFrom = rule.number("decides_from"),
        possibleFrom = rule.number("possible_from"),
        turnedFrom = rule.number("turned_from"),
        suppressIou = 0.3,
        maxFaces = rule.int("max_faces"),
        still = detector,
        camera = detector,
    )
}
