package edge.deepfake.core.golden

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.NetworkOutput
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.decodePng
import edge.deepfake.core.resample.cutCrop
import edge.deepfake.core.selftest.GoldenFile
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** Runs the network suite with an engine of the [bundle]. */
internal class GoldenNetwork(private val bundle: Bundle) {
    private val suite = GoldenSuite("network")
    private val stored = GoldenFile.of(bundle).vectors.associateBy { it.id }

    /** Gives for each id whether the vector passed. */
    fun outcomes(answer: (RgbImage) -> NetworkOutput): Map<String, Boolean> =
        suite.outcomes { vector -> holds(vector, answer(cropOf(vector))) }

    /** Whether the vector [id] passes. */
    fun holds(id: String, answer: (RgbImage) -> NetworkOutput): Boolean {
        val vector = suite.vectors.single { it.text("id") == id }
        return holds(vector, answer(cropOf(vector)))
    }

    private fun cropOf(vector: JsonObject): RgbImage = when (val kind = vector.text("kind")) {
        "golden" -> decodePng(stored.getValue(vector.text("golden")).png)
        "cut" -> cutCrop(pictureOf(vector), vector.box("box"), bundle.contract.input.size)
        else -> error("unknown kind $kind")
    }
}

private fun holds(vector: JsonObject, output: NetworkOutput): Boolean {
    val tolerance = vector.getValue("tolerance").jsonObject
    val evidence = output.evidence.values.map(Float::toDouble).toDoubleArray()
    return near(doubleArrayOf(output.logit), vector.numbers("logit"), tolerance.number("logit")) &&
        near(doubleArrayOf(output.gate), vector.numbers("gate"), tolerance.number("gate")) &&
        near(evidence, vector.numbers("evidence"), tolerance.number("evidence"))
}
