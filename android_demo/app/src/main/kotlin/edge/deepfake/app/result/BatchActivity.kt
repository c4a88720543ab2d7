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
import edge.deepfake.app.engine.Watched
import edge.deepfake.app.scan.ScanDesk
import edge.deepfake.app.scan.ScanState
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.TroubleAction
import edge.deepfake.app.screen.TroubleText
import edge.deepfake.app.screen.preparing
import edge.deepfake.app.screen.showPage
import edge.deepfake.app.screen.showTrouble
import edge.deepfake.app.screen.textOf
import edge.deepfake.core.decision.Verdict

/** Checks pictures that were shared together, one after the other; each opens its own answer. */
class BatchActivity : Screen() {
    private val rows = ArrayList<Row>()
    private var shared = 0

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.batch, R.string.check_pictures)
        val pictures = picturesOf(intent)
        shared = pictures.size
        val column = findViewById<ViewGroup>(R.id.rows)
        pictures.take(ScanDesk.MOST_KEPT).forEachIndexed { i, uri -> rows += addRow(column, i, uri) }
        if (rows.isEmpty()) {
            val text = TroubleText(R.string.nothing_shared_title, R.string.nothing_shared_text)
            showTrouble(findViewById(R.id.trouble), text, null)
        }
    }

    override fun onStart() {
        super.onStart()
        rows.forEach { it.scan.watch(it.observer) }
    }

    override fun onStop() {
        rows.forEach { it.scan.leave(it.observer) }
        super.onStop()
    }

    override fun onEngine(state: EngineState) {
        val broken = state as? EngineState.Broken
        val trouble = findViewById<View>(R.id.trouble)
        if (rows.isNotEmpty()) trouble.visibility = View.GONE
        broken?.let { showTrouble(trouble, textOf(it.trouble), TroubleAction(R.string.test_again, room::testAgain)) }
        summarize()
    }

    private fun addRow(column: ViewGroup, index: Int, uri: Uri): Row {
        layoutInflater.inflate(R.layout.batch_row, column, true)
        val view = column.getChildAt(index)
        view.findViewById<TextView>(R.id.row_name).text = getString(R.string.picture_number, index + 1)
        view.setOnClickListener { openAnswer(uri) }
        return Row(view, app.desk.look(uri, withPreview = false))
    }

    private fun openAnswer(uri: Uri) {
        val show = Intent(this, ResultActivity::class.java).setData(uri)
        startActivity(show.addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION))
    }

    private fun summarize() {
        val done = rows.mapNotNull { it.scan.value as? ScanState.Done }
        val verdicts = done.groupingBy { it.result.verdict }.eachCount()
        val text = when {
            rows.isEmpty() -> ""

            done.isEmpty() -> preparing(room.state.value) ?: getString(R.string.batch_progress, 0, rows.size)

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

    private inner class Row(val view: View, val scan: Watched<ScanState>) {
        val observer: (ScanState) -> Unit = { show(it) }

        private fun show(state: ScanState) {
            val done = state as? ScanState.Done
            val look = done?.result?.verdict?.let(VerdictLook::of)
            showVerdict(state, look)
            done?.let { view.findViewById<TextView>(R.id.row_name).text = it.result.source }
            view.findViewById<ImageView>(R.id.row_picture).setImageBitmap(done?.thumbnail)
            summarize()
        }

        private fun showVerdict(state: ScanState, look: VerdictLook?) {
            val colour = getColor(look?.colour ?: R.color.ink_soft)
            val text = view.findViewById<TextView>(R.id.row_verdict)
            text.setText(look?.word ?: if (state is ScanState.Waiting) R.string.waiting else R.string.not_checked)
            text.setTextColor(colour)
            val icon = view.findViewById<ImageView>(R.id.row_icon)
            icon.setImageResource(look?.icon ?: R.drawable.ic_broken)
            icon.imageTintList = ColorStateList.valueOf(colour)
            icon.visibility = if (state is ScanState.Waiting) View.INVISIBLE else View.VISIBLE
        }
    }
}
