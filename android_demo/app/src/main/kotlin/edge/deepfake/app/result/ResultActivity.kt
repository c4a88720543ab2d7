package edge.deepfake.app.result

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.util.Log
import android.view.View
import android.view.ViewGroup
import android.widget.CheckBox
import android.widget.TextView
import android.widget.Toast
import edge.deepfake.app.R
import edge.deepfake.app.engine.EngineProblem
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.ObservableState
import edge.deepfake.app.picture.choosePicture
import edge.deepfake.app.picture.chosenPicture
import edge.deepfake.app.scan.ScanState
import edge.deepfake.app.screen.ProblemAction
import edge.deepfake.app.screen.ProblemText
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.fillProblemCard
import edge.deepfake.app.screen.progressText
import edge.deepfake.app.screen.showPage
import edge.deepfake.app.screen.textOf
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.result.Failure
import edge.deepfake.core.result.ScanResult
import java.io.IOException

/** Scans one picture that was shared, opened with this app or chosen in it, and shows its result. */
class ResultActivity : Screen() {
    private val observer: (ScanState) -> Unit = ::onScan
    private var picture: Uri? = null
    private var scan: ObservableState<ScanState>? = null
    private var showsEvidence = false
    private val chooseOther = ProblemAction(R.string.choose_other) { choosePicture() }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.result, R.string.check_picture)
        View.inflate(this, R.layout.scan_result, findViewById<ViewGroup>(R.id.scan_result))
        showsEvidence = savedInstanceState?.getBoolean(EVIDENCE) ?: false
        savedInstanceState?.getString(PICTURE)?.let { setIntent(viewOf(Uri.parse(it))) }
        take(intent)
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        replace(intent)
    }

    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        super.onActivityResult(request, result, data)
        chosenPicture(request, result, data)?.let { replace(viewOf(it)) }
    }

    override fun onStart() {
        super.onStart()
        scan?.observe(observer)
    }

    override fun onStop() {
        scan?.removeObserver(observer)
        super.onStop()
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        state.putString(PICTURE, picture?.toString())
        state.putBoolean(EVIDENCE, findViewById<CheckBox>(R.id.show_evidence).isChecked)
    }

    override fun onEngine(state: EngineState) {
        findViewById<TextView>(R.id.waiting_text).text = progressText(state) ?: getString(R.string.waiting_scan)
        if (state is EngineState.Ready) scan?.value?.let(::onScan)
    }

    /** Shows another picture. */
    private fun replace(intent: Intent) {
        setIntent(intent)
        scan?.removeObserver(observer)
        take(intent)
        scan?.observe(observer)
    }

    private fun take(intent: Intent) {
        val uri = picturesOf(intent).firstOrNull()
        picture = uri
        scan = uri?.let { app.scanRepository.stateOf(it, withPreview = true) }
        if (uri == null) showProblem(NO_PICTURE, chooseOther)
    }

    private fun onScan(state: ScanState) {
        when (state) {
            is ScanState.Waiting -> showOnly(R.id.waiting)
            is ScanState.Broken -> showProblem(textOf(state.problem), remedyOf(state.problem))
            is ScanState.Done -> showDone(state)
        }
    }

    private fun showDone(state: ScanState.Done) {
        val failure = state.result.failure
        if (failure != null) return showProblem(textOf(failure), remedyOf(failure))
        val ready = engineManager.state.value as? EngineState.Ready ?: return
        showOnly(R.id.scan_result)
        ScanResultView(findViewById(R.id.scan_result), ready.bundle.contract).show(state.result, state.preview)
        findViewById<CheckBox>(R.id.show_evidence).isChecked = showsEvidence
        offerSharing(state.result)
    }

    private fun offerSharing(result: ScanResult) {
        val action = findViewById<View>(R.id.bar_action)
        action.visibility = View.VISIBLE
        for (button in listOf(action, findViewById(R.id.share))) button.setOnClickListener { share(result) }
    }

    private fun share(result: ScanResult) {
        val files = ResultFiles(applicationContext)
        app.background.execute {
            try {
                val uri = files.write(result)
                app.main.execute { startActivity(Intent.createChooser(ResultFiles.shareIntent(uri), null)) }
            } catch (error: IOException) {
                Log.e(TAG, "the result cannot be written", error)
                app.main.execute { Toast.makeText(this, R.string.share_failed, Toast.LENGTH_LONG).show() }
            }
        }
    }

    /**
     * A read that failed may succeed later. A picture that cannot be decoded stays so, and another one must be chosen.
     */
    private fun remedyOf(failure: Failure): ProblemAction = when (failure.code) {
        FailureCode.UNREADABLE, FailureCode.EMPTY -> ProblemAction(R.string.try_again, ::retry)
        FailureCode.UNDECODABLE, FailureCode.UNSUPPORTED, FailureCode.TOO_LARGE, FailureCode.TOO_SMALL -> chooseOther
    }

    private fun remedyOf(problem: EngineProblem): ProblemAction? = when (problem) {
        is EngineProblem.DamagedBundle -> null

        is EngineProblem.EngineFailed -> ProblemAction(R.string.try_again, ::retry)

        is EngineProblem.NoSelfTest, is EngineProblem.NoWorkingCandidate -> ProblemAction(
            R.string.test_again,
            engineManager::testAgain,
        )
    }

    private fun retry() {
        picture?.let(app.scanRepository::retry)
    }

    private fun showProblem(text: ProblemText, action: ProblemAction?) {
        showOnly(R.id.problem)
        fillProblemCard(findViewById(R.id.problem), text, action)
    }

    private fun showOnly(shown: Int) {
        for (id in listOf(R.id.waiting, R.id.problem, R.id.scan_result)) {
            findViewById<View>(id).visibility = if (id == shown) View.VISIBLE else View.GONE
        }
        findViewById<View>(R.id.bar_action).visibility = View.GONE
    }

    private companion object {
        const val TAG = "Result"
        const val EVIDENCE = "evidence"
        const val PICTURE = "picture"
        val NO_PICTURE = ProblemText(R.string.nothing_shared_title, R.string.nothing_shared_text)

        fun viewOf(picture: Uri) = Intent(Intent.ACTION_VIEW, picture)
    }
}
