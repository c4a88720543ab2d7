package edge.deepfake.app

import android.app.Application
import android.content.ComponentCallbacks2
import android.content.pm.ApplicationInfo
import android.os.Handler
import android.os.Looper
import android.os.StrictMode
import edge.deepfake.app.engine.AssetSource
import edge.deepfake.app.engine.BoundTrialProcess
import edge.deepfake.app.engine.EngineParts
import edge.deepfake.app.engine.EngineRoom
import edge.deepfake.app.engine.Networks
import edge.deepfake.app.engine.TfliteNetworks
import edge.deepfake.app.engine.TrialProcess
import edge.deepfake.app.engine.selfTestKeyOf
import edge.deepfake.app.engine.selfTestStoreOf
import edge.deepfake.app.scan.PictureSource
import edge.deepfake.app.scan.ScanDesk
import edge.deepfake.app.scan.ScanWorker
import edge.deepfake.app.settings.Settings
import edge.deepfake.core.contract.BundleSource
import java.util.concurrent.Executor
import java.util.concurrent.Executors

/** Holds what all screens share. Every part is made when it is first asked for; nothing is loaded at start. */
open class ScanApplication : Application() {
    internal lateinit var bundleSource: BundleSource
    internal var networks: Networks = TfliteNetworks()

    /** One thread on which the bundle is opened and the device tested or measured. */
    internal var worker: Executor = Executors.newSingleThreadExecutor { Thread(it, "engine") }

    /** One thread on which pictures are decoded and scanned, and results written. */
    internal var background: Executor = Executors.newSingleThreadExecutor { Thread(it, "scan") }

    /** The process for a self-test with a number of threads. */
    internal var trialProcess: (Int) -> TrialProcess = { BoundTrialProcess(this, it) }
    internal val main: Executor by lazy { Handler(Looper.getMainLooper()).let { handler -> Executor(handler::post) } }
    internal val settings: Settings by lazy { Settings(getSharedPreferences(Settings.FILE, MODE_PRIVATE)) }
    internal val desk: ScanDesk by lazy {
        ScanDesk(engineRoom, ScanWorker(engineRoom, settings, PictureSource(contentResolver)), background, main)
    }
    internal val engineRoom: EngineRoom by lazy { EngineRoom(parts(), settings, worker, main) }

    override fun onCreate() {
        super.onCreate()
        bundleSource = AssetSource(assets)
        if (applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE != 0) watchMainThread()
    }

    override fun onTrimMemory(level: Int) {
        super.onTrimMemory(level)
        if (level >= ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN) desk.rest()
    }

    private fun parts(): EngineParts = EngineParts(
        source = bundleSource,
        networks = networks,
        store = selfTestStoreOf(this),
        process = trialProcess,
        keyOf = { selfTestKeyOf(this, it) },
    )

    /** A debuggable build says so in the log when the main thread waits for the disk. */
    private fun watchMainThread() {
        StrictMode.setThreadPolicy(StrictMode.ThreadPolicy.Builder().detectAll().penaltyLog().build())
        StrictMode.setVmPolicy(StrictMode.VmPolicy.Builder().detectLeakedClosableObjects().penaltyLog().build())
    }
}
