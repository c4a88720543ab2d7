package edge.deepfake.app.settings

import android.view.ViewGroup
import android.widget.SeekBar
import android.widget.TextView
import edge.deepfake.app.APP
import edge.deepfake.app.Behaviour
import edge.deepfake.app.FakeModelLoader
import edge.deepfake.app.R
import edge.deepfake.app.bench.BenchActivity
import edge.deepfake.app.offer
import edge.deepfake.app.open
import edge.deepfake.app.photo
import edge.deepfake.app.press
import edge.deepfake.app.settle
import edge.deepfake.app.textOf
import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
internal class SettingsActivityTest {
    @Test
    fun keepsWhatWasChosen() {
        val screen = open<SettingsActivity>().get()
        screen.press(R.id.accelerator_gpu)
        screen.press(R.id.smoothing_strong)
        screen.findViewById<SeekBar>(R.id.threads).progress = 3
        assertEquals(Accelerator.GPU, APP.settings.accelerator)
        assertEquals(Smoothing.STRONG, APP.settings.smoothing)
        assertEquals(4, APP.settings.threads)
        assertEquals("4 CPU threads", screen.textOf(R.id.threads_title))
    }

    @Test
    fun saysWhatReallyRuns() {
        val screen = open<SettingsActivity>().get()
        assertTrue(screen.textOf(R.id.what_runs).startsWith("CPU, "))
        screen.press(R.id.accelerator_gpu)
        assertTrue(
            screen.textOf(R.id.what_runs).startsWith("GPU was requested, but cannot be used on this phone. CPU, "),
        )
    }

    @Test
    fun listsEverySelfTest() {
        APP.modelLoader = FakeModelLoader(
            behaviours = mapOf(
                Candidate.CPU to Behaviour.RIGHT,
                Candidate.GPU_FP16 to Behaviour.WRONG,
                Candidate.GPU_FP32 to Behaviour.REFUSES,
            ),
        )
        val rows = open<SettingsActivity>().get().findViewById<ViewGroup>(R.id.trials)
        val lines = List(rows.childCount) { (rows.getChildAt(it) as TextView).text.toString() }
        assertTrue(lines[0].startsWith("CPU: passed the self-test, "))
        assertEquals(
            listOf(
                "GPU (half precision): wrong answers, not used",
                "GPU (single precision): could not load the neural network",
                "NNAPI: not available on this phone",
            ),
            lines.drop(1),
        )
    }

    /** The candidate passed its trial, but cannot be opened now. */
    @Test
    fun saysWhatTheLastCheckRanOn() {
        val behaviours = mutableMapOf(Candidate.CPU to Behaviour.RIGHT, Candidate.GPU_FP16 to Behaviour.RIGHT)
        APP.modelLoader = FakeModelLoader(behaviours = behaviours)
        APP.engineManager.start()
        settle()
        behaviours[Candidate.GPU_FP16] = Behaviour.REFUSES
        APP.settings.accelerator = Accelerator.GPU
        APP.scanRepository.stateOf(offer("a.jpg", photo()), withPreview = false)
        settle()
        val rows = open<SettingsActivity>().get().findViewById<ViewGroup>(R.id.trials)
        assertEquals("The last check ran on: CPU", (rows.getChildAt(rows.childCount - 1) as TextView).text)
    }

    @Test
    fun opensTheBenchmark() {
        val screen = open<SettingsActivity>().get()
        screen.press(R.id.measure)
        assertEquals(BenchActivity::class.java.name, shadowOf(screen).nextStartedActivity.component?.className)
    }
}
