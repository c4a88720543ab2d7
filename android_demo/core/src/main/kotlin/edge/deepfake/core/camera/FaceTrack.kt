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
    private val settled = SettledVerdict(rule)
    private var missed = 0

    var region: Region = first
        private set
    var frames: Int = 0
        private set

    val shown: Verdict get() = settled.shown
    val isLost: Boolean get() = missed > rule.patience
    private val isNew: Boolean get() = frames < rule.least

    /** Whether the newest region has a reason, or the track was seen in too few frames. */
    val isCapped: Boolean get() = region.isCapped || isNew

    /** Probability of fake of the mean log-odds over the window. A single outlier has little weight in it. */
    val probability: Double
        get() {
            val kept = minOf(frames, rule.window)
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
        logOdds[frames % rule.window] = logOddsOf(next.logit, decision)
        frames++
        settled.add(if (isNew) Verdict.UNSURE else verdictOf(probability, next.reasons, decision))
    }

    fun miss() {
        missed++
    }
}
