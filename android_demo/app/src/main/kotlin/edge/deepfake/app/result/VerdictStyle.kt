package edge.deepfake.app.result

import edge.deepfake.app.R
import edge.deepfake.core.decision.Verdict

/**
 * How a verdict is shown: by label, icon and colour, never by colour alone.
 *
 * @property label String resource of the verdict's name.
 * @property explanation String resource of one sentence about the verdict.
 * @property onPicture Colour of the box over a picture.
 */
internal enum class VerdictStyle(
    val label: Int,
    val explanation: Int,
    val icon: Int,
    val colour: Int,
    val onPicture: Int,
) {
    REAL(R.string.verdict_real, R.string.verdict_real_text, R.drawable.ic_real, R.color.real, R.color.box_real),
    FAKE(R.string.verdict_fake, R.string.verdict_fake_text, R.drawable.ic_fake, R.color.fake, R.color.box_fake),
    UNSURE(
        R.string.verdict_unsure,
        R.string.verdict_unsure_text,
        R.drawable.ic_unsure,
        R.color.unsure,
        R.color.box_unsure,
    ),
    ;

    internal companion object {
        /** The style of [verdict]. */
        fun of(verdict: Verdict): VerdictStyle = when (verdict) {
            Verdict.REAL -> REAL
            Verdict.FAKE -> FAKE
            Verdict.UNSURE -> UNSURE
        }
    }
}
