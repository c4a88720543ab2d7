package edge.deepfake.app.result

import android.content.Intent
import android.content.res.ColorStateList
import android.net.Uri
import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.widget.ImageView
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.ObservableState
import edge.deepfake.app.scan.ScanRepository
import edge.deepfake.app.scan.ScanState
import edge.deepfake.app.screen.ProblemAction
import edge.deepfake.app.screen.ProblemText
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.fillProblemCard
import edge.deepfake.app.screen.progressText
import edge.deepfake.app.screen.showPage
import edge.deepfake.app.screen.textOf
import edge.deepfake.core.decision.Verdict

/** Scans several shared pictures one after the other. A tap on a row opens its result. */
class BatchActivity : Screen() {
    private val rows = ArrayList<Row>()
    private var shared = 0

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.batch, R.string.check_pictures)
        val pictures = picturesOf(intent)
        shared = pictures.size
        val column = findViewById<ViewGroup>(R.id.rows)
        pictures.take(ScanRepository.MAX_KEPT).forEachIndexed { i, uri -> rows += addRow(column, i, uri) }
        if (rows.isEmpty()) {
            val text = ProblemText(R.string.nothing_shared_title, R.string.nothing_shared_text)
            fillProblemCard(findViewById(R.id.problem), text, null)
        }
    }

    override fun onStart() {
        super.onStart()
        rows.forEach { it.scan.observe(it.observer) }
    }

    override fun onStop() {
        rows.forEach { it.scan.removeObserver(it.observer) }
        super.onStop()
    }

    override fun onEngine(state: EngineState) {
        val broken = state as? EngineState.Broken
        val problem = findViewById<View>(R.id.problem)
        if (rows.isNotEmpty()) problem.visibility = View.GONE
        broken?.let {
            fillProblemCard(problem, textOf(it.problem), ProblemAction(R.string.test_again, engineManager::testAgain))
        }
        summarize()
    }

    private fun addRow(column: ViewGroup, index: Int, uri: Uri): Row {
        layoutInflater.inflate(R.layout.batch_row, column, true)
        val view = column.getChildAt(index)
        view.findViewById<TextView>(R.id.row_name).text = getString(R.string.picture_number, index + 1)
        view.setOnClickListener { openResult(uri) }
        return Row(view, app.scanRepository.stateOf(uri, withPreview = false))
    }

    private fun openResult(uri: Uri) {
        val show = Intent(this, ResultActivity::class.java).setData(uri)
        startActivity(show.addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION))
    }

    private fun summarize() {
        val done = rows.mapNotNull { it.scan.value as? ScanState.Done }
        val verdicts = done.groupingBy { it.result.verdict }.eachCount()
        val text = when {
            rows.isEmpty() -> ""

            done.isEmpty() -> progressText(engineManager.state.value)
                ?: getString(R.string.batch_progress, 0, rows.size)

            done.size < rows.size -> getString(R.string.batch_progress, done.size, rows.size)

            else -> resources.getQuantityString(
                R.plurals.batch_summary,
                rows.size,
                rows.size,
                verdicts[Verdict.FAKE] ?: 0,
                verdicts[Verdict.REAL] ?: 0,
                verdicts[Verdict.UNSURE] ?: 0,
                verdicts[null] ?: 0,
            )
        }
        val cut = if (shared > rows.size) "\n" + getString(R.string.batch_too_many, rows.size) else ""
        val shown = text + cut
        findViewById<TextView>(R.id.summary).text = shown
    }

    private inner class Row(val view: View, val scan: ObservableState<ScanState>) {
        val observer: (ScanState) -> Unit = { show(it) }

        private fun show(state: ScanState) {
            val done = state as? ScanState.Done
            val style = done?.result?.verdict?.let(VerdictStyle::of)
            showVerdict(state, style)
            done?.let { view.findViewById<TextView>(R.id.row_name).text = it.result.source }
            view.findViewById<ImageView>(R.id.row_picture).setImageBitmap(done?.thumbnail)
            summarize()
        }

        private fun showVerdict(state: ScanState, style: VerdictStyle?) {
            val colour = getColor(style?.colour ?: R.color.ink_soft)
            val text = view.findViewById<TextView>(R.id.row_verdict)
            text.setText(style?.label ?: if (state is ScanState.Waiting) R.string.waiting else R.string.not_checked)
            text.setTextColor(colour)
            val icon = view.findViewById<ImageView>(R.id.row_icon)
            icon.setImageResource(style?.icon ?: R.drawable.ic_broken)
            icon.imageTintList = ColorStateList.valueOf(colour)
            icon.visibility = if (state is ScanState.Waiting) View.INVISIBLE else View.VISIBLE
        }
    }
}
