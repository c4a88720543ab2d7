package edge.deepfake.app.settings

import edge.deepfake.core.camera.VotingRule

/**
 * How calm the camera's verdicts are.
 *
 * @property word As it is stored.
 */
internal enum class Smoothing(val word: String) {
    /** Each frame for itself. */
    OFF("off"),
    NORMAL("normal"),

    /** Slower to change its mind. */
    STRONG("strong"),
    ;

    /** How frames are joined. */
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
