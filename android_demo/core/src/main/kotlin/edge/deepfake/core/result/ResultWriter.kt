package edge.deepfake.core.result

import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.faces.Face
import edge.deepfake.core.image.Box
import edge.deepfake.core.json.orNull
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray

private val PRETTY = Json { prettyPrint = true }

/** Writes a result as indented JSON, with the keys in the order of the schema. */
internal fun writeResult(result: ScanResult): String = PRETTY.encodeToString(JsonElement.serializer(), treeOf(result))

private fun treeOf(result: ScanResult): JsonObject = buildJsonObject {
    put("schema", ScanResult.SCHEMA)
    put("source", result.source)
    put("status", result.status)
    put("image", result.image.orNull(::treeOf))
    put("failure", result.failure.orNull(::treeOf))
    put("verdict", result.verdict.orNull { JsonPrimitive(it.name) })
    put("probability", result.probability.orNull(::JsonPrimitive))
    putJsonArray("reasons") { result.reasons.forEach { add(it.id) } }
    put("rotated", result.rotated.degrees)
    put("regions", buildJsonArray { result.regions.forEach { add(treeOf(it)) } })
    put("possible_faces", buildJsonArray { result.possibleFaces.forEach { add(treeOf(it)) } })
    put("faces_omitted", result.facesOmitted)
    put("bundle", treeOf(result.bundle))
    put("runtime", treeOf(result.runtime))
    put("timings_ms", result.timings.orNull(::treeOf))
}

private fun <T : Any> T?.orNull(write: (T) -> JsonElement): JsonElement = this?.let(write) ?: JsonNull

private fun treeOf(image: ImageInfo): JsonObject = buildJsonObject {
    put("width", image.width)
    put("height", image.height)
    putJsonArray("notes") { image.notes.forEach { add(it) } }
}

private fun treeOf(failure: Failure): JsonObject = buildJsonObject {
    put("code", failure.code.id)
    put("message", failure.message)
}

private fun treeOf(box: Box): JsonObject = buildJsonObject {
    put("left", box.left)
    put("top", box.top)
    put("right", box.right)
    put("bottom", box.bottom)
}

private fun treeOf(face: Face): JsonObject = buildJsonObject {
    put("box", treeOf(face.box))
    put("score", face.score)
}

private fun treeOf(region: Region): JsonObject = buildJsonObject {
    put("kind", region.kind.id)
    put("box", treeOf(region.box))
    put("face_score", region.faceScore.orNull(::JsonPrimitive))
    put("logit", region.logit)
    putJsonArray("looks") { region.looks.forEach { add(it) } }
    put("probability", region.probability)
    put("verdict", region.verdict.name)
    putJsonArray("reasons") { region.reasons.forEach { add(it.id) } }
    put("gate", region.gate)
    putJsonArray("quality") { region.quality.forEach { add(it.id) } }
}

private fun treeOf(bundle: BundleRef): JsonObject = buildJsonObject {
    put("id", bundle.id)
    put("sha256", bundle.sha256)
}

private fun treeOf(runtime: RuntimeInfo): JsonObject = buildJsonObject {
    put("backend", runtime.backend)
    put("accelerator", runtime.accelerator)
    put("threads", runtime.threads)
    put("requested", runtime.requested)
    put("residency", runtime.residency.id)
    put("reason", runtime.reason)
}

private fun treeOf(timings: Timings): JsonObject = buildJsonObject {
    put("decode", timings.decode)
    put("detect", timings.detect)
    put("crop", timings.crop)
    put("infer", timings.infer)
    put("total", timings.total)
}
