package edge.deepfake.app.bench

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import android.util.Log
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.ProgressBar
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.ScanApplication
import edge.deepfake.app.screen.label
import edge.deepfake.app.screen.millisOf
import edge.deepfake.app.screen.showPage
import edge.deepfake.core.contract.BundleSource
import edge.deepfake.core.contract.FolderSource
import edge.deepfake.core.errors.EdgeException
import java.io.File
import java.io.IOException

/**
 * Measures how fast this device runs the network. People start it from the settings, programs start it by an intent
 * (see [BenchRequest]).
 *
 * It writes `<out>.json` into the app's external files folder, and one line to the log: `BENCH written <path>` or
 * `BENCH failed <reason>`.
 */
class BenchActivity : Activity() {
    private val app get() = application as ScanApplication
    private val progress get() = findViewById<ProgressBar>(R.id.bench_progress)
    private val again get() = findViewById<View>(R.id.bench_again)
    private val rows get() = findViewById<ViewGroup>(R.id.bench_rows)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.bench, R.string.bench)
        window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        again.setOnClickListener { start(intent) }
        start(intent)
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        if (!again.isEnabled) return
        setIntent(intent)
        start(intent)
    }

    private fun start(intent: Intent) {
        again.isEnabled = false
        rows.removeAllViews()
        message("")
        app.worker.execute { work(intent) }
    }

    /** Runs on the worker thread. */
    private fun work(intent: Intent) {
        try {
            val request = BenchRequest(intent)
            val folder = getExternalFilesDir(null) ?: throw IOException("the device has no external storage")
            val file = File(folder, "${request.out}.json")
            file.delete()
            writeWhole(measure(request, folder), file)
            Log.i(TAG, "BENCH written $file")
            app.main.execute { end(R.string.bench_done, getString(R.string.bench_file, file.name)) }
        } catch (error: EdgeException) {
            fail(error)
        } catch (error: IOException) {
            fail(error)
        } catch (error: IllegalArgumentException) {
            fail(error)
        }
    }

    private fun measure(request: BenchRequest, folder: File): String {
        val source: BundleSource = request.bundle?.let { FolderSource(File(folder, it)) } ?: app.bundleSource
        val bundle = edge.deepfake.core.contract.Bundle.open(source)
        val run = BenchRun(bundle, app.modelLoader, { DeviceState.of(this) })
        val outcomes = request.suite.cases.mapIndexed { i, case ->
            app.main.execute { begin(case, i, request.suite.cases.size) }
            run.measure(case, request.suite).also { app.main.execute { add(it) } }
        }
        return recordOf(deviceFacts(this), bundle, request.suite, outcomes)
    }

    private fun fail(error: Exception) {
        Log.e(TAG, "BENCH failed ${error.message}", error)
        app.main.execute { end(R.string.bench_failed, error.message.orEmpty()) }
    }

    private fun begin(case: BenchCase, index: Int, count: Int) {
        progress.visibility = View.VISIBLE
        progress.max = count
        progress.progress = index
        title(getString(R.string.bench_running, nameOf(case)))
    }

    private fun add(outcome: BenchOutcome) {
        val median = outcome.percentile(BenchOutcome.MEDIAN)
        val p90 = outcome.percentile(BenchOutcome.P90)
        val row = layoutInflater.inflate(R.layout.bench_row, rows, false)
        row.findViewById<TextView>(R.id.bench_case).text = nameOf(outcome.case)
        row.findViewById<TextView>(R.id.bench_figure).text =
            median?.let { millisOf(it) } ?: getString(R.string.bench_none)
        row.findViewById<TextView>(R.id.bench_detail).text =
            p90?.let { getString(R.string.bench_spread, millisOf(it)) } ?: "${outcome.status}: ${outcome.reason}"
        rows.addView(row)
    }

    private fun end(heading: Int, words: String) {
        progress.visibility = View.GONE
        title(getString(heading))
        message(words)
        again.isEnabled = true
    }

    private fun title(words: String) {
        findViewById<TextView>(R.id.bench_title).text = words
    }

    private fun message(words: String) {
        val view = findViewById<TextView>(R.id.bench_text)
        view.text = words
        view.visibility = if (words.isEmpty()) View.GONE else View.VISIBLE
    }

    private fun nameOf(case: BenchCase): String =
        resources.getQuantityString(R.plurals.bench_case, case.threads, getString(case.candidate.label), case.threads)

    private companion object {
        const val TAG = "Bench"
    }
}
