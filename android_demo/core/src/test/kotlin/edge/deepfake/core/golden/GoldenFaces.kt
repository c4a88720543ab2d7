package edge.deepfake.core.golden

import edge.deepfake.core.contract.DetectorRule
import edge.deepfake.core.faces.Letterbox
import edge.deepfake.core.faces.TurnedSheet
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Resampler
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

internal fun facesHold(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean =
    when (val kind = vector.text("kind")) {
        "decode" -> decodeHolds(vector, suite, arithmetic)

        "suppress" -> rowsHold(
            arithmetic.suppress(rowsOf(vector, "detections"), vector.number("suppress_iou")),
            rowsOf(vector, "kept"),
            suite,
        )

        "letterbox" -> letterboxHolds(vector, suite, arithmetic)

        "letterbox_pixels" -> arePixels(letterboxed(pictureOf(vector), vector.int("size")), vector, suite)

        "sheet_pixels" -> arePixels(arithmetic.drawSheet(pictureOf(vector), vector.int("size")), vector, suite)

        "sheet" -> sheetHolds(vector, suite, arithmetic)

        "select", "turned" -> choiceHolds(vector, suite, arithmetic)

        else -> error("unknown kind $kind")
    }

private fun decodeHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val rule = DetectorRule("unused.tflite", vector.int("input_size"), vector.ints("strides"))
    val output = FloatArray(vector.int("rows") * 6)
    for (cell in vector.getValue("cells").jsonArray.map { it.jsonObject }) {
        cell.getValue("values").jsonArray.forEachIndexed { i, value ->
            val number = if (value is JsonNull) Float.NaN else value.jsonPrimitive.double.toFloat()
            output[cell.int("row") * 6 + i] = number
        }
    }
    val made = arithmetic.decode(output, rule, vector.number("threshold"))
    return rule.cells == vector.int("rows") && rowsHold(made, rowsOf(vector, "detections"), suite)
}

private fun letterboxHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val sides = listOf(vector.int("width"), vector.int("height"), vector.int("size"))
    val made = Letterbox(sides[0], sides[1], sides[2])
    val placed = arithmetic.placed(vector.numbers("box"), made, vector.int("factor"))
    return arithmetic.fit(sides[0], sides[1], sides[2]) == vector.ints("small") &&
        near(doubleArrayOf(made.across, made.down), vector.numbers("ratio"), suite.tolerance("ratio")) &&
        rowsHold(listOf(placed), listOf(vector.numbers("in_picture")), suite)
}

internal fun fitted(width: Int, height: Int, size: Int): List<Int> =
    Letterbox(width, height, size).let { listOf(it.width, it.height) }

internal fun placedInPicture(row: DoubleArray, letterbox: Letterbox, factor: Int): DoubleArray =
    rowsOf(detectionsOf(listOf(row)).apply { place(letterbox, factor) }).single()

private fun letterboxed(picture: RgbImage, size: Int): RgbImage {
    val letterbox = Letterbox(picture.width, picture.height, size)
    return RgbImage(size, size).also { Resampler().shrink(picture, it, letterbox.width, letterbox.height) }
}

internal fun sheetOf(picture: RgbImage, size: Int): RgbImage {
    val unchanged = Letterbox(picture.width, picture.height, maxOf(picture.width, picture.height))
    return RgbImage(size, size).also { TurnedSheet(size / 2).draw(picture, unchanged, it) }
}

private fun sheetHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val made = arithmetic.sheetRows(SheetCase(vector))
    val expected = vector.getValue("turned").jsonArray.map { it.jsonObject }
    return made.map { it.first } == expected.map(::turnOf) &&
        rowsHold(made.map { it.second }, expected.map { it.numbers("detection") }, suite)
}

private fun choiceHolds(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val case = choiceCaseOf(vector)
    val made = if ("upright" in vector) arithmetic.chooseFaces(case) else arithmetic.selectFaces(case)
    val rotated = if ("rotated" in vector) vector.int("rotated") else 0
    return rowsHold(made.faces, rowsOf(vector, "faces"), suite) &&
        rowsHold(made.possible, rowsOf(vector, "possible"), suite) &&
        made.omitted == vector.int("omitted") &&
        made.turn.degrees == rotated
}

private fun rowsHold(made: List<DoubleArray>, expected: List<DoubleArray>, suite: GoldenSuite): Boolean =
    made.size == expected.size && made.indices.all { i ->
        near(made[i].copyOf(4), expected[i].copyOf(4), suite.tolerance("box")) &&
            near(made[i].sliceArray(4..4), expected[i].sliceArray(4..4), suite.tolerance("score"))
    }
