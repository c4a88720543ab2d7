package edge.deepfake.core.camera

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.logOddsOf
import edge.deepfake.core.decision.sigmoid
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.result.Region

/** The history of one face, or of the whole picture, over the frames of a camera. */
internal class FaceTrack(val id: Int, first: Region, private val rule: VotingRule, private val decision: DecisionRule) {
    private val logOdds = DoubleArray(rule.window)
    private var seen = 0
    private var missed = 0
    private var differing = 0

    var region: Region = first
        private set
    var shown: Verdict = Verdict.UNSURE
        private set

    val isLost: Boolean get() = missed > rule.patience
    val isInView: Boolean get() = missed == 0
    val frames: Int get() = seen

    /** Probability of fake of the mean log-odds over the window. A single outlier has little weight in it. */
    val probability: Double
        get() {
            val kept = minOf(seen, rule.window)
            var sum = 0.0
            for (i in 0 until kept) sum += logOdds[i]
            return sigmoid(sum / kept)
        }

    init {
        add(first)
    }

    fun add(next: Region) {
        region = next
        missed = 0
        logOdds[seen % rule.window] = logOddsOf(next.logit, decision)
        seen++
        settle()
    }

    fun miss() {
        missed++
    }

    private fun settle() {
        val averaged = if (seen < rule.least) Verdict.UNSURE else verdictOf(probability, decision)
        differing = if (averaged == shown) 0 else differing + 1
        if (differing >= rule.settle || seen == rule.least) {
            shown = averaged
            differing = 0
        }
    }
}
