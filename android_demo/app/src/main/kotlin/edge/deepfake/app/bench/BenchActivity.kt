package edge.deepfake.app.bench

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import android.util.Log
import android.view.View
import android.view.WindowManager
import android.widget.ProgressBar
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.ScanApplication
import edge.deepfake.app.screen.label
import edge.deepfake.app.screen.millisOf
import edge.deepfake.app.screen.showPage
import edge.deepfake.core.BundleSource
import edge.deepfake.core.EdgeException
import edge.deepfake.core.FolderSource
import java.io.File
import java.io.IOException

/**
 * Measures how fast this device runs the network, for people and for programs: see [BenchRequest].
 *
 * Writes `<out>.json` into the app's external files folder, and says so in the log: `BENCH written <path>` or
 * `BENCH failed <reason>`.
 */
class BenchActivity : Activity() {
    private val app get() = application as ScanApplication
    private val progress get() = findViewById<ProgressBar>(R.id.bench_progress)
    private val again get() = findViewById<View>(R.id.bench_again)
    private val lines = ArrayList<String>()

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
        lines.clear()
        val folder = getExternalFilesDir(null)
        app.worker.execute { work(intent, folder) }
    }

    /** On the worker's thread. */
    private fun work(intent: Intent, folder: File?) {
        try {
            val request = BenchRequest(intent)
            if (folder == null) throw IOException("the device has no place for files")
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
        val bundle = edge.deepfake.core.Bundle.open(source)
        val run = BenchRun(bundle, app.networks, { DeviceState.of(this) })
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
        progress.max = count
        progress.progress = index
        title(getString(R.string.bench_running, getString(case.candidate.label), threadsOf(case)))
    }

    private fun add(outcome: BenchOutcome) {
        val name = getString(outcome.case.candidate.label)
        val threads = threadsOf(outcome.case)
        val median = outcome.percentile(BenchOutcome.MEDIAN)
        val p90 = outcome.percentile(BenchOutcome.P90)
        lines += if (median == null || p90 == null) {
            getString(R.string.bench_row_rejected, name, threads, "${outcome.status}: ${outcome.reason}")
        } else {
            getString(R.string.bench_row, name, threads, millisOf(median), millisOf(p90))
        }
        showLines()
    }

    private fun end(heading: Int, line: String) {
        progress.progress = progress.max
        title(getString(heading))
        lines += line
        showLines()
        again.isEnabled = true
    }

    private fun title(words: String) {
        findViewById<TextView>(R.id.bench_title).text = words
    }

    private fun showLines() {
        findViewById<TextView>(R.id.bench_text).text = lines.joinToString("\n")
    }

    private fun threadsOf(case: BenchCase): String =
        resources.getQuantityString(R.plurals.threads, case.threads, case.threads)

    private companion object {
        const val TAG = "Bench"
    }
}
