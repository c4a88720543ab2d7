package edge.deepfake.app

import android.content.ComponentCallbacks2
import android.content.pm.ApplicationInfo
import android.net.Uri
import android.os.Looper
import android.os.StrictMode
import android.os.strictmode.Violation
import edge.deepfake.app.engine.AssetSource
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.home.HomeActivity
import edge.deepfake.app.scan.ScanState
import edge.deepfake.core.contract.BundleSource
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class ScanApplicationTest {
    @Test
    fun theMainThreadReadsNoBundleAndLoadsNoModel() {
        val modelLoader = FakeModelLoader()
        val readOn = ArrayList<String>()
        val good = APP.bundleSource
        val thread = Executors.newSingleThreadExecutor { Thread(it, "engine") }
        APP.modelLoader = modelLoader
        APP.worker = thread
        APP.bundleSource = BundleSource { name ->
            readOn += Thread.currentThread().name
            good.read(name)
        }
        open<HomeActivity>()
        thread.shutdown()
        assertTrue(thread.awaitTermination(2, TimeUnit.MINUTES))
        assertEquals(setOf("engine"), (modelLoader.loadedOn + readOn).toSet())
        assertTrue(modelLoader.loadedOn.isNotEmpty() && readOn.isNotEmpty())
        assertNotEquals("engine", Looper.getMainLooper().thread.name)
    }

    /**
     * StrictMode reports no slow call on this thread during the start. Afterwards, the test makes one to prove that
     * StrictMode is on.
     */
    @Test
    fun strictModeFindsNoSlowCallAtTheStart() {
        val violations = ArrayList<Violation>()
        val thread = Executors.newSingleThreadExecutor { Thread(it, "engine") }
        APP.bundleSource = AssetSource(APP.assets)
        APP.worker = thread
        watchThisThread(violations::add)
        open<HomeActivity>()
        thread.shutdown()
        assertTrue(thread.awaitTermination(2, TimeUnit.MINUTES))
        settle()
        assertTrue(APP.engineManager.state.value is EngineState.Ready)
        assertEquals(emptyList<Violation>(), violations)
        APP.bundleSource.read("contract.json")
        settle()
        assertEquals(1, violations.size)
    }

    private fun watchThisThread(told: (Violation) -> Unit) {
        val policy = StrictMode.ThreadPolicy.Builder().detectCustomSlowCalls()
        StrictMode.setThreadPolicy(policy.penaltyListener({ it.run() }, told).build())
    }

    @Test
    fun aDebuggableBuildWatchesTheMainThread() {
        StrictMode.setThreadPolicy(StrictMode.ThreadPolicy.LAX)
        APP.applicationInfo.flags = APP.applicationInfo.flags or ApplicationInfo.FLAG_DEBUGGABLE
        APP.onCreate()
        assertFalse(StrictMode.getThreadPolicy().toString() == StrictMode.ThreadPolicy.LAX.toString())
    }

    @Test
    fun givesMemoryBackInTheBackground() {
        val scan = APP.scanRepository.stateOf(offer("a.jpg", photo()), withPreview = true)
        settle()
        assertNotNull((scan.value as ScanState.Done).preview)
        APP.onTrimMemory(ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN)
        settle()
        assertNull((scan.value as ScanState.Done).preview)
        assertNotNull((scan.value as ScanState.Done).thumbnail)
    }

    @Test
    fun keepsFewPreviewsAndManyResults() {
        val pictures: List<Uri> = List(60) { offer("$it.jpg", photo()) }
        val scans = pictures.map { APP.scanRepository.stateOf(it, withPreview = false) }
        settle()
        assertEquals(60, scans.count { it.value is ScanState.Done })
        assertTrue(scans.takeLast(50).count { (it.value as ScanState.Done).preview != null } <= 4)
    }
}
