package edge.deepfake.app.settings

import android.content.Intent
import android.os.Bundle
import android.view.View
import android.view.ViewGroup
import android.widget.RadioGroup
import android.widget.SeekBar
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.bench.BenchActivity
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.describe
import edge.deepfake.app.screen.label
import edge.deepfake.app.screen.millisOf
import edge.deepfake.app.screen.progressText
import edge.deepfake.app.screen.showPage
import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.selftest.AcceleratorSelector

/** The settings screen: accelerator, CPU threads and smoothing, and the self-test's outcomes. */
class SettingsActivity : Screen() {
    private val settings get() = app.settings

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.settings, R.string.settings)
        choices(R.id.accelerator, ACCELERATORS, settings.accelerator) {
            settings.accelerator = it
            onEngine(engineManager.state.value)
        }
        choices(R.id.smoothing, SMOOTHINGS, settings.smoothing) { settings.smoothing = it }
        showThreads()
        findViewById<View>(R.id.test_again).setOnClickListener { engineManager.testAgain() }
        findViewById<View>(R.id.measure).setOnClickListener { startActivity(Intent(this, BenchActivity::class.java)) }
    }

    override fun onEngine(state: EngineState) {
        val trials = when (state) {
            is EngineState.Ready -> state.trials
            is EngineState.Broken, is EngineState.Opening, is EngineState.Testing -> emptyList()
        }
        findViewById<TextView>(R.id.what_runs).text = progressText(state) ?: whatRuns(state)
        findViewById<View>(R.id.test_again).isEnabled = progressText(state) == null
        val rows = findViewById<ViewGroup>(R.id.trials)
        rows.removeAllViews()
        trials.forEach { addRow(rows, describe(it)) }
        engineManager.selection.value?.let { addRow(rows, getString(R.string.last_ran, getString(it.candidate.label))) }
    }

    private fun addRow(rows: ViewGroup, words: String) {
        val row = layoutInflater.inflate(R.layout.trial_row, rows, false) as TextView
        row.text = words
        rows.addView(row)
    }

    private fun whatRuns(state: EngineState): String {
        val ready = state as? EngineState.Ready ?: return getString(R.string.runs_unknown)
        val requested = settings.accelerator
        val selection = AcceleratorSelector(ready.trials).select(requested) ?: return getString(R.string.runs_unknown)
        val millis = ready.trials.first { it.candidate == selection.candidate }.millis ?: 0.0
        val runs = getString(R.string.runs_for_now, getString(selection.candidate.label), millisOf(millis))
        if (requested == Accelerator.AUTO || selection.candidate.accelerator == requested) return runs
        return getString(R.string.instead, getString(requested.label)) + " " + runs
    }

    private fun <T> choices(group: Int, buttons: Map<Int, T>, chosen: T, choose: (T) -> Unit) {
        val view = findViewById<RadioGroup>(group)
        view.check(buttons.entries.first { it.value == chosen }.key)
        view.setOnCheckedChangeListener { _, id -> buttons[id]?.let(choose) }
    }

    private fun showThreads() {
        val bar = findViewById<SeekBar>(R.id.threads)
        bar.max = Settings.THREADS.last - Settings.THREADS.first
        bar.progress = settings.threads - Settings.THREADS.first
        labelThreads()
        bar.setOnSeekBarChangeListener(object : SeekBar.OnSeekBarChangeListener {
            override fun onProgressChanged(bar: SeekBar, progress: Int, byPerson: Boolean) {
                settings.threads = progress + Settings.THREADS.first
                labelThreads()
            }

            override fun onStartTrackingTouch(bar: SeekBar) = Unit

            override fun onStopTrackingTouch(bar: SeekBar) = Unit
        })
    }

    private fun labelThreads() {
        val count = settings.threads
        val words = resources.getQuantityString(R.plurals.threads, count, count)
        findViewById<TextView>(R.id.threads_title).text = words
        findViewById<View>(R.id.threads).contentDescription = words
    }

    private companion object {
        val ACCELERATORS = mapOf(
            R.id.accelerator_auto to Accelerator.AUTO,
            R.id.accelerator_cpu to Accelerator.CPU,
            R.id.accelerator_gpu to Accelerator.GPU,
            R.id.accelerator_nnapi to Accelerator.NNAPI,
        )
        val SMOOTHINGS = mapOf(
            R.id.smoothing_off to Smoothing.OFF,
            R.id.smoothing_normal to Smoothing.NORMAL,
            R.id.smoothing_strong to Smoothing.STRONG,
        )
    }
}
