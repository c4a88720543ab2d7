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
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.Trouble
import edge.deepfake.app.engine.Watched
import edge.deepfake.app.picture.choosePicture
import edge.deepfake.app.picture.chosenPicture
import edge.deepfake.app.scan.ScanState
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.TroubleAction
import edge.deepfake.app.screen.TroubleText
import edge.deepfake.app.screen.preparing
import edge.deepfake.app.screen.showPage
import edge.deepfake.app.screen.showTrouble
import edge.deepfake.app.screen.textOf
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.result.Failure
import edge.deepfake.core.result.ScanResult
import java.io.IOException

/** Checks one picture that was shared, opened with this app or chosen in it, and shows the answer. */
class ResultActivity : Screen() {
    private val observer: (ScanState) -> Unit = ::onScan
    private var picture: Uri? = null
    private var scan: Watched<ScanState>? = null
    private var showsEvidence = false
    private val chooseOther = TroubleAction(R.string.choose_other) { choosePicture() }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.result, R.string.check_picture)
        View.inflate(this, R.layout.answer, findViewById<ViewGroup>(R.id.answer))
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
        scan?.watch(observer)
    }

    override fun onStop() {
        scan?.leave(observer)
        super.onStop()
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        state.putString(PICTURE, picture?.toString())
        state.putBoolean(EVIDENCE, findViewById<CheckBox>(R.id.show_evidence).isChecked)
    }

    override fun onEngine(state: EngineState) {
        findViewById<TextView>(R.id.waiting_text).text = preparing(state) ?: getString(R.string.waiting_scan)
        if (state is EngineState.Ready) scan?.value?.let(::onScan)
    }

    /** Goes on with another picture. */
    private fun replace(intent: Intent) {
        setIntent(intent)
        scan?.leave(observer)
        take(intent)
        scan?.watch(observer)
    }

    private fun take(intent: Intent) {
        val uri = picturesOf(intent).firstOrNull()
        picture = uri
        scan = uri?.let { app.desk.look(it, withPreview = true) }
        if (uri == null) showProblem(NO_PICTURE, chooseOther)
    }

    private fun onScan(state: ScanState) {
        when (state) {
            is ScanState.Waiting -> showOnly(R.id.waiting)
            is ScanState.Broken -> showProblem(textOf(state.trouble), remedyOf(state.trouble))
            is ScanState.Done -> showDone(state)
        }
    }

    private fun showDone(state: ScanState.Done) {
        val failure = state.result.failure
        if (failure != null) return showProblem(textOf(failure), remedyOf(failure))
        val ready = room.state.value as? EngineState.Ready ?: return
        showOnly(R.id.answer)
        AnswerView(findViewById(R.id.answer), ready.bundle.contract).show(state.result, state.preview)
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

    /** What could not be read may yet arrive; the bytes of a bad picture stay bad. */
    private fun remedyOf(failure: Failure): TroubleAction = when (failure.code) {
        FailureCode.UNREADABLE, FailureCode.EMPTY -> TroubleAction(R.string.try_again, ::retry)
        FailureCode.UNDECODABLE, FailureCode.UNSUPPORTED, FailureCode.TOO_LARGE, FailureCode.TOO_SMALL -> chooseOther
    }

    private fun remedyOf(trouble: Trouble): TroubleAction? = when (trouble) {
        is Trouble.DamagedBundle -> null
        is Trouble.EngineFailed -> TroubleAction(R.string.try_again, ::retry)
        is Trouble.NoSelfTest, is Trouble.NothingRuns -> TroubleAction(R.string.test_again, room::testAgain)
    }

    private fun retry() {
        picture?.let(app.desk::retry)
    }

    private fun showProblem(text: TroubleText, action: TroubleAction?) {
        showOnly(R.id.trouble)
        showTrouble(findViewById(R.id.trouble), text, action)
    }

    private fun showOnly(shown: Int) {
        for (id in listOf(R.id.waiting, R.id.trouble, R.id.answer)) {
            findViewById<View>(id).visibility = if (id == shown) View.VISIBLE else View.GONE
        }
        findViewById<View>(R.id.bar_action).visibility = View.GONE
    }

    private companion object {
        const val TAG = "Result"
        const val EVIDENCE = "evidence"
        const val PICTURE = "picture"
        val NO_PICTURE = TroubleText(R.string.nothing_shared_title, R.string.nothing_shared_text)

        fun viewOf(picture: Uri) = Intent(Intent.ACTION_VIEW, picture)
    }
}
