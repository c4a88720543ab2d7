package edge.deepfake.core.camera

import edge.deepfake.core.decision.Verdict

/** The verdict that is shown: it changes only after another one has lasted for several frames. */
internal class SettledVerdict(private val rule: VotingRule) {
    private var seen = 0
    private var differing = 0

    /** The shown verdict. */
    var shown: Verdict = Verdict.UNSURE
        private set

    /** Adds the verdict of the next frame. The first frame that may have one sets the shown verdict at once. */
    fun add(next: Verdict) {
        seen++
        differing = if (next == shown) 0 else differing + 1
        if (differing >= rule.settle || seen == rule.least) {
            shown = next
            differing = 0
        }
    }
}
