package edge.deepfake.app.bench

import android.content.Intent
import android.view.ViewGroup
import android.widget.TextView
import edge.deepfake.app.APP
import edge.deepfake.app.BUNDLE
import edge.deepfake.app.BUNDLE_FOLDER
import edge.deepfake.app.Behaviour
import edge.deepfake.app.FakeModelLoader
import edge.deepfake.app.R
import edge.deepfake.app.open
import edge.deepfake.app.press
import edge.deepfake.app.textOf
import edge.deepfake.core.engine.Candidate
import java.io.File
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class BenchActivityTest {
    private val suite = """{"schema":"edge-bench/phone-suite/1","warm_ups":1,"runs":5,"cases":[
        {"accelerator":"cpu","threads":2},
        {"accelerator":"gpu-fp16","threads":1},
        {"accelerator":"nnapi","threads":1}]}"""
    private val folder: File get() = checkNotNull(APP.getExternalFilesDir(null))

    private fun measure(vararg extras: Pair<String, String>): BenchActivity {
        val intent = Intent()
        extras.forEach { (key, value) -> intent.putExtra(key, value) }
        return open<BenchActivity>(intent).get()
    }

    private fun record(name: String = "bench") = JSONObject(File(folder, "$name.json").readText())

    private fun textsOf(row: ViewGroup) = List(row.childCount) { (row.getChildAt(it) as TextView).text.toString() }

    @Test
    fun writesARecordOfEveryCase() {
        APP.modelLoader = FakeModelLoader(
            behaviours = mapOf(Candidate.CPU to Behaviour.RIGHT, Candidate.GPU_FP16 to Behaviour.WRONG),
        )
        val screen = measure("suite" to suite, "out" to "first")
        val record = record("first")
        val (cpu, gpu, nnapi) = List(3) { record.getJSONArray("cases").getJSONObject(it) }
        assertEquals("edge-bench/phone-record/1", record.getString("schema"))
        assertEquals(BUNDLE.sha256, record.getJSONObject("bundle").getString("sha256"))
        assertEquals("measured", cpu.getString("status"))
        assertEquals(5, cpu.getJSONArray("run_ns").length())
        assertTrue(cpu.getDouble("p50_ms") <= cpu.getDouble("p90_ms"))
        assertTrue(cpu.getJSONObject("before").has("battery_celsius"))
        assertEquals("rejected", gpu.getString("status"))
        assertTrue("a rejected case has no time", gpu.isNull("p50_ms"))
        assertEquals("unavailable", nnapi.getString("status"))
        assertEquals("Done", screen.textOf(R.id.bench_title))
        val rows = screen.findViewById<ViewGroup>(R.id.bench_rows)
        val lines = List(3) { row -> textsOf(rows.getChildAt(row) as ViewGroup) }
        assertEquals("CPU, 2 threads", lines[0][0])
        assertTrue(lines[0][1].endsWith("\u00A0ms") && lines[0][2].startsWith("90 % of runs within "))
        assertEquals("No result", lines[1][1])
        assertTrue(lines[1][2].startsWith("rejected: "))
        assertEquals(
            listOf("NNAPI, 1 thread", "No result", "unavailable: the device does not have this accelerator"),
            lines[2],
        )
    }

    @Test
    fun measuresABundleThatWasPushed() {
        BUNDLE_FOLDER.copyRecursively(File(folder, "pushed"))
        measure("suite" to suite, "bundle" to "pushed")
        assertEquals(BUNDLE.sha256, record().getJSONObject("bundle").getString("sha256"))
    }

    @Test
    fun leavesNoRecordWhereItFails() {
        measure("suite" to suite)
        assertTrue(File(folder, "bench.json").isFile)
        for ((key, value) in listOf("suite" to "{}", "bundle" to "none", "bundle" to "../up")) {
            val screen = measure(key to value)
            assertEquals("Nothing was measured", screen.textOf(R.id.bench_title))
            if (key == "bundle" && value == "none") assertFalse(File(folder, "bench.json").exists())
        }
    }

    @Test
    fun measuresAgainOnRequest() {
        val screen = measure("suite" to suite)
        File(folder, "bench.json").delete()
        screen.press(R.id.bench_again)
        assertTrue(File(folder, "bench.json").isFile)
    }
}
