package edge.deepfake.app.screen

import android.view.View
import android.widget.Button
import android.widget.ImageView
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.engine.EngineProblem
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.result.Failure

/**
 * The texts of a problem: why there is no verdict.
 *
 * @property detail The cause, in English, for somebody who looks for the error; may be empty.
 */
internal class ProblemText(
    val title: Int,
    val text: Int,
    val detail: String = "",
    val icon: Int = R.drawable.ic_broken,
)

/** The button with which the person can solve the problem. */
internal class ProblemAction(val label: Int, val run: () -> Unit)

/** Fills the card of `problem.xml` and shows it. */
internal fun fillProblemCard(card: View, text: ProblemText, action: ProblemAction?) {
    card.visibility = View.VISIBLE
    card.findViewById<ImageView>(R.id.problem_icon).setImageResource(text.icon)
    card.findViewById<TextView>(R.id.problem_title).setText(text.title)
    card.findViewById<TextView>(R.id.problem_text).setText(text.text)
    val detail = card.findViewById<TextView>(R.id.problem_detail)
    detail.text = text.detail
    detail.visibility = if (text.detail.isEmpty()) View.GONE else View.VISIBLE
    val button = card.findViewById<Button>(R.id.problem_action)
    button.visibility = if (action == null) View.GONE else View.VISIBLE
    action?.let { button.setText(it.label) }
    button.setOnClickListener { action?.run?.invoke() }
}

/** The texts for a problem that prevents every scan. */
internal fun textOf(problem: EngineProblem): ProblemText = when (problem) {
    is EngineProblem.DamagedBundle ->
        ProblemText(R.string.broken_bundle_title, R.string.broken_bundle_text, problem.detail)

    is EngineProblem.NoSelfTest -> ProblemText(R.string.broken_test_title, R.string.broken_test_text, problem.detail)

    is EngineProblem.NoWorkingCandidate ->
        ProblemText(R.string.broken_nothing_title, R.string.broken_nothing_text, problem.detail)

    is EngineProblem.EngineFailed ->
        ProblemText(R.string.broken_engine_title, R.string.broken_engine_text, problem.detail)
}

/** The texts for a picture that could not be scanned. */
internal fun textOf(failure: Failure): ProblemText =
    ProblemText(R.string.failed_title, textOf(failure.code), failure.message)

/** String resource of the explanation of a failure code. */
internal fun textOf(code: FailureCode): Int = when (code) {
    FailureCode.UNREADABLE -> R.string.failed_unreadable
    FailureCode.EMPTY -> R.string.failed_empty
    FailureCode.UNDECODABLE -> R.string.failed_undecodable
    FailureCode.UNSUPPORTED -> R.string.failed_unsupported
    FailureCode.TOO_LARGE -> R.string.failed_too_large
    FailureCode.TOO_SMALL -> R.string.failed_too_small
}
