package edge.deepfake.app.screen

import android.view.View
import android.widget.Button
import android.widget.ImageView
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.engine.Trouble
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.result.Failure

/**
 * Why there is no verdict.
 *
 * @property detail For people who look for the cause; in English, may be empty.
 */
internal class TroubleText(
    val title: Int,
    val text: Int,
    val detail: String = "",
    val icon: Int = R.drawable.ic_broken,
)

/** What the person can do about it. */
internal class TroubleAction(val label: Int, val run: () -> Unit)

/** Fills the card of `trouble.xml`, and shows it. */
internal fun showTrouble(card: View, text: TroubleText, action: TroubleAction?) {
    card.visibility = View.VISIBLE
    card.findViewById<ImageView>(R.id.trouble_icon).setImageResource(text.icon)
    card.findViewById<TextView>(R.id.trouble_title).setText(text.title)
    card.findViewById<TextView>(R.id.trouble_text).setText(text.text)
    val detail = card.findViewById<TextView>(R.id.trouble_detail)
    detail.text = text.detail
    detail.visibility = if (text.detail.isEmpty()) View.GONE else View.VISIBLE
    val button = card.findViewById<Button>(R.id.trouble_action)
    button.visibility = if (action == null) View.GONE else View.VISIBLE
    action?.let { button.setText(it.label) }
    button.setOnClickListener { action?.run?.invoke() }
}

/** In words: nothing can be checked. */
internal fun textOf(trouble: Trouble): TroubleText = when (trouble) {
    is Trouble.DamagedBundle ->
        TroubleText(R.string.broken_bundle_title, R.string.broken_bundle_text, trouble.detail)

    is Trouble.NoSelfTest -> TroubleText(R.string.broken_test_title, R.string.broken_test_text, trouble.detail)

    is Trouble.NothingRuns ->
        TroubleText(R.string.broken_nothing_title, R.string.broken_nothing_text, trouble.detail)

    is Trouble.EngineFailed ->
        TroubleText(R.string.broken_engine_title, R.string.broken_engine_text, trouble.detail)
}

/** In words: one picture was not checked. */
internal fun textOf(failure: Failure): TroubleText =
    TroubleText(R.string.failed_title, textOf(failure.code), failure.message)

/** What the code of a failure means. */
internal fun textOf(code: FailureCode): Int = when (code) {
    FailureCode.UNREADABLE -> R.string.failed_unreadable
    FailureCode.EMPTY -> R.string.failed_empty
    FailureCode.UNDECODABLE -> R.string.failed_undecodable
    FailureCode.UNSUPPORTED -> R.string.failed_unsupported
    FailureCode.TOO_LARGE -> R.string.failed_too_large
    FailureCode.TOO_SMALL -> R.string.failed_too_small
}
