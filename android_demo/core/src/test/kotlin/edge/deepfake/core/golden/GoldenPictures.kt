package edge.deepfake.core.golden

import edge.deepfake.core.image.RgbImage
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** The picture that the vector's formula defines; see `tests/golden/README.md`. */
internal fun pictureOf(vector: JsonObject): RgbImage {
    val spec = vector.getValue("picture").jsonObject
    return when (val formula = spec.text("formula")) {
        "noise" -> noise(spec.int("width"), spec.int("height"), spec.text("seed").toLong())
        "checks" -> checks(spec, spec.int("cell"))
        "ramp" -> ramp(spec)
        "rings" -> rings(spec, spec.int("period"))
        "board" -> board(spec, spec.int("cell"))
        "grey" -> grey(spec)
        "flat" -> spec.ints("color").let { color -> each(spec) { _, _ -> color } }
        else -> error("unknown formula $formula")
    }
}

/** Pixels from a linear congruential generator. */
internal fun noise(width: Int, height: Int, seed: Long): RgbImage {
    var state = seed
    val pixels = ByteArray(width * height * 3) {
        state = (1664525 * state + 1013904223) and 0xFFFFFFFF
        (state shr 24).toByte()
    }
    return RgbImage(width, height, pixels)
}

private fun checks(spec: JsonObject, cell: Int): RgbImage = each(spec) { x, y ->
    if ((x / cell + y / cell) % 2 == 0) listOf(255, 240, 32) else listOf(0, 16, 200)
}

private fun ramp(spec: JsonObject): RgbImage {
    val right = spec.int("width") - 1
    val bottom = spec.int("height") - 1
    val both = right + bottom
    return each(spec) { x, y -> listOf(255 * x / right, 255 * y / bottom, 255 * (x + y) / both) }
}

private fun rings(spec: JsonObject, period: Int): RgbImage = each(spec) { x, y ->
    val red = (x * x + y * y) / period % 256
    listOf(red, 255 - red, red * 3 % 256)
}

private fun board(spec: JsonObject, cell: Int): RgbImage {
    val even = spec.ints("even")
    val odd = spec.ints("odd")
    return each(spec) { x, y -> if ((x / cell + y / cell) % 2 == 0) even else odd }
}

private fun grey(spec: JsonObject): RgbImage {
    val across = spec.int("across")
    val down = spec.int("down")
    return each(spec) { x, y -> ((across * x + down * y) % 256).let { listOf(it, it, it) } }
}

private fun each(spec: JsonObject, colour: (x: Int, y: Int) -> List<Int>): RgbImage {
    val image = RgbImage(spec.int("width"), spec.int("height"))
    for (y in 0 until image.height) {
        for (x in 0 until image.width) {
            val at = (y * image.width + x) * 3
            colour(x, y).map(Int::toByte).forEachIndexed { i, level ->
                image.pixels[at + i] = level
            }
        }
    }
    return image
}
