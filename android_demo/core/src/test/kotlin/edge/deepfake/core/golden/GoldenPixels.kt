package edge.deepfake.core.golden

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.decodePng
import edge.deepfake.core.resample.Resampler
import edge.deepfake.core.resample.blockMeans
import java.util.Base64
import kotlin.math.abs
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonPrimitive

internal fun pixelsHold(vector: JsonObject, suite: GoldenSuite, arithmetic: Arithmetic): Boolean {
    val picture = pictureOf(vector)
    val made = when (val kind = vector.text("kind")) {
        "cut_crop" -> arithmetic.cutCrop(picture, vector.box("box"), vector.int("size"))

        "cut_mirrored" ->
            arithmetic.cutMirrored(
                picture,
                vector.box("box"),
                vector.int("side"),
                vector.int("size"),
            )

        "resize" -> resized(picture, vector.int("width"), vector.int("height"))

        "shrink" -> shrunk(picture, vector.int("width"), vector.int("height"))

        "reduce" -> blockMeans(picture, vector.int("block")).also {
            if (it.width != vector.int("width") || it.height != vector.int("height")) return false
        }

        "turn" -> arithmetic.turnPicture(
            picture,
            turnOf(vector),
            vector.getValue("mirror").jsonPrimitive.boolean,
        )

        else -> error("unknown kind $kind")
    }
    return arePixels(made, vector, suite)
}

/** Whether [made] has the pixels of the vector. */
internal fun arePixels(made: RgbImage, vector: JsonObject, suite: GoldenSuite): Boolean =
    greatestDifference(made.pixels, expected(vector)) <= suite.tolerance("grey_levels")

private fun resized(picture: RgbImage, width: Int, height: Int): RgbImage {
    val whole = Box(0.0, 0.0, picture.width.toDouble(), picture.height.toDouble())
    return RgbImage(width, height).also { Resampler().resize(picture, whole, it) }
}

private fun shrunk(picture: RgbImage, width: Int, height: Int): RgbImage =
    RgbImage(width, height).also { Resampler().shrink(picture, it, width, height) }

private fun expected(vector: JsonObject): ByteArray = when {
    "png" in vector -> decodePng(Base64.getDecoder().decode(vector.text("png"))).pixels
    else -> Base64.getDecoder().decode(vector.text("pixels"))
}

/** The largest difference between two pictures in grey levels; infinite if their sizes differ. */
internal fun greatestDifference(one: ByteArray, other: ByteArray): Double {
    if (one.size != other.size) return Double.POSITIVE_INFINITY
    return one.indices.maxOf {
        abs((one[it].toInt() and 0xFF) - (other[it].toInt() and 0xFF))
    }.toDouble()
}
