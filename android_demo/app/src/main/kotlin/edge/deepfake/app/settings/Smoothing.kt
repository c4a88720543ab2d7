package edge.deepfake.app.settings

import edge.deepfake.core.camera.VotingRule

/**
 * How strongly the camera's verdicts are smoothed.
 *
 * @property id The value in the preferences file.
 */
internal enum class Smoothing(val id: String) {
    /** Each frame has its own verdict. */
    OFF("off"),
    NORMAL("normal"),

    /** Verdicts change more slowly. */
    STRONG("strong"),
    ;

    /** The voting rule of this smoothing. */
    val rule: VotingRule
        get() = when (this) {
            OFF -> VotingRule(window = 1, least = 1, settle = 1)
            NORMAL -> VotingRule()
            STRONG -> VotingRule(window = STRONG_WINDOW, least = STRONG_LEAST, settle = STRONG_LEAST)
        }

    private companion object {
        const val STRONG_WINDOW = 30
        const val STRONG_LEAST = 6
    }
}
