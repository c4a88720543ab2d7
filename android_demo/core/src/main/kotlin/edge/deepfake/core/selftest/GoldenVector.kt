package edge.deepfake.core.selftest

import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.base64
import edge.deepfake.core.json.items
import edge.deepfake.core.json.number
import edge.deepfake.core.json.text

/**
 * A crop and the network's correct outputs for it.
 *
 * @property png The crop as an RGB PNG of the contract's size.
 * @property evidence Rows of the evidence map.
 */
public class GoldenVector(
    public val id: String,
    public val png: ByteArray,
    public val logit: Double,
    public val gate: Double,
    public val evidence: List<List<Double>>,
) {
    internal companion object {
        fun read(record: JsonRecord): GoldenVector = GoldenVector(
            id = record.text("id"),
            png = record.take("crop_png") { base64() },
            logit = record.number("logit"),
            gate = record.number("gate"),
            evidence = record.items("evidence") { items { number() } },
        )
    }
}
