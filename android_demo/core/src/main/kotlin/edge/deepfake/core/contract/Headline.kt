package edge.deepfake.core.contract

import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.long
import edge.deepfake.core.json.number
import edge.deepfake.core.json.text

/**
 * One result of the evaluation: the AUC on a test source, with its confidence interval from [low] to [high].
 *
 * @property tier How much the test pictures were degraded: "clean", "web", "hard" or "thumbnail".
 */
public data class Headline(
    public val source: String,
    public val split: String,
    public val tier: String,
    public val auc: Double,
    public val low: Double,
    public val high: Double,
    public val pictures: Long,
) {
    init {
        requireContract(auc in 0.0..1.0, "auc", "must be in [0, 1]")
        requireContract(low in 0.0..auc, "low", "must be in [0, auc]")
        requireContract(high in auc..1.0, "high", "must be in [auc, 1]")
        requireContract(pictures > 0, "pictures", "must be > 0")
    }

    internal companion object {
        fun read(record: JsonRecord): Headline = Headline(
            source = record.text("source"),
            split = record.text("split"),
            tier = record.choice("tier", "clean", "web", "hard", "thumbnail"),
            auc = record.number("auc"),
            low = record.number("low"),
            high = record.number("high"),
            pictures = record.long("pictures"),
        )
    }
}
