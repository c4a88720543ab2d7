package edge.deepfake.core.support

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.BundleSource
import edge.deepfake.core.contract.sha256Of
import edge.deepfake.core.golden.GoldenSuite
import java.io.IOException
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.put

/** A bundle in memory: the valid contract of the golden suite, with tiny files. */
internal object TinyBundle {
    private val contract: JsonObject = GoldenSuite("contracts").document.getValue("base").jsonObject

    /** The files by name. The contract lists their correct hashes. */
    fun files(vararg edits: Pair<String, JsonElement>): MutableMap<String, ByteArray> {
        val contents = contract.getValue("files").jsonObject.keys.associateWith {
            "the bytes of $it".toByteArray()
        }
        val rules = JsonObject(contents.mapValues { (_, data) -> ruleOf(data) })
        val edited = JsonObject(contract + ("files" to rules) + edits)
        return (contents + (Bundle.CONTRACT_FILE to edited.toString().toByteArray())).toMutableMap()
    }

    fun open(vararg edits: Pair<String, JsonElement>): Bundle = Bundle.open(MemorySource(files(*edits)))

    /** An edit with which every picture passes for a photograph, also noise. */
    fun withoutGraphics(): Pair<String, JsonElement> {
        val reasons = contract.getValue("reasons").jsonObject
        val graphic = JsonObject(reasons.getValue("graphic").jsonObject + ("bias" to JsonPrimitive(-100)))
        return "reasons" to JsonObject(reasons + ("graphic" to graphic))
    }

    private fun ruleOf(data: ByteArray): JsonObject = buildJsonObject {
        put("sha256", sha256Of(data))
        put("bytes", data.size)
    }
}

/** Reads a bundle from memory. */
internal class MemorySource(private val files: Map<String, ByteArray>) : BundleSource {
    override fun read(name: String): ByteArray = files[name] ?: throw IOException("no such file")
}
