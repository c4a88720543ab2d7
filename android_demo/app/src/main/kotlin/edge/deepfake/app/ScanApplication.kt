package edge.deepfake.app

import android.app.Application
import android.content.ComponentCallbacks2
import android.content.pm.ApplicationInfo
import android.os.Handler
import android.os.Looper
import android.os.StrictMode
import edge.deepfake.app.engine.AssetSource
import edge.deepfake.app.engine.BoundSelfTestProcess
import edge.deepfake.app.engine.EngineDependencies
import edge.deepfake.app.engine.EngineManager
import edge.deepfake.app.engine.ModelLoader
import edge.deepfake.app.engine.SelfTestProcess
import edge.deepfake.app.engine.TfliteModelLoader
import edge.deepfake.app.engine.selfTestKeyOf
import edge.deepfake.app.engine.selfTestStoreOf
import edge.deepfake.app.scan.PictureSource
import edge.deepfake.app.scan.ScanRepository
import edge.deepfake.app.scan.ScanWorker
import edge.deepfake.app.settings.Settings
import edge.deepfake.core.contract.BundleSource
import java.util.concurrent.Executor
import java.util.concurrent.Executors

/**
 * Holds the objects that all screens share. Each is created when it is first used, so the start of the app loads
 * nothing.
 */
open class ScanApplication : Application() {
    internal lateinit var bundleSource: BundleSource
    internal var modelLoader: ModelLoader = TfliteModelLoader()

    /** The background thread that opens the bundle, runs the self-test and runs the benchmark. */
    internal var worker: Executor = Executors.newSingleThreadExecutor { Thread(it, "engine") }

    /** The background thread that decodes and scans pictures and writes results. */
    internal var background: Executor = Executors.newSingleThreadExecutor { Thread(it, "scan") }

    /** Creates the self-test's process for a number of CPU threads. */
    internal var selfTestProcess: (Int) -> SelfTestProcess = { BoundSelfTestProcess(this, it) }
    internal val main: Executor by lazy { Handler(Looper.getMainLooper()).let { handler -> Executor(handler::post) } }
    internal val settings: Settings by lazy { Settings(getSharedPreferences(Settings.FILE, MODE_PRIVATE)) }
    internal val scanRepository: ScanRepository by lazy {
        ScanRepository(
            engineManager,
            ScanWorker(engineManager, settings, PictureSource(contentResolver)),
            background,
            main,
        )
    }
    internal val engineManager: EngineManager by lazy { EngineManager(engineDependencies(), settings, worker, main) }

    override fun onCreate() {
        super.onCreate()
        bundleSource = AssetSource(assets)
        if (applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE != 0) watchMainThread()
    }

    override fun onTrimMemory(level: Int) {
        super.onTrimMemory(level)
        if (level >= ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN) scanRepository.trimMemory()
    }

    private fun engineDependencies(): EngineDependencies = EngineDependencies(
        source = bundleSource,
        modelLoader = modelLoader,
        store = selfTestStoreOf(this),
        process = selfTestProcess,
        keyOf = { selfTestKeyOf(this, it) },
    )

    /** In a debuggable build, StrictMode writes a line to the log when the main thread waits for the disk. */
    private fun watchMainThread() {
        StrictMode.setThreadPolicy(StrictMode.ThreadPolicy.Builder().detectAll().penaltyLog().build())
        StrictMode.setVmPolicy(StrictMode.VmPolicy.Builder().detectLeakedClosableObjects().penaltyLog().build())
    }
}
