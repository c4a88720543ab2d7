package edge.deepfake.app.engine

import edge.deepfake.app.settings.Settings
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.BundleSource
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.errors.EdgeException
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.faces.CameraFaceFinder
import edge.deepfake.core.faces.FaceFinder
import edge.deepfake.core.faces.StillFaceFinder
import edge.deepfake.core.scan.ScanMode
import edge.deepfake.core.scan.Scanner
import edge.deepfake.core.selftest.Selection
import edge.deepfake.core.selftest.SelfTestKey
import java.util.concurrent.Executor

/** The Android parts that the [EngineManager] needs. Tests replace them. */
internal class EngineDependencies(
    val source: BundleSource,
    val modelLoader: ModelLoader,
    val store: SelfTestStore,
    val process: (threads: Int) -> SelfTestProcess,
    val keyOf: (Bundle) -> SelfTestKey,
)

/**
 * Opens the bundle, runs the self-test, and opens scanners. All slow work runs on [worker].
 *
 * @param worker Executor with one background thread.
 * @param main Executor of the main thread.
 */
internal class EngineManager(
    private val dependencies: EngineDependencies,
    private val settings: Settings,
    private val worker: Executor,
    main: Executor,
) {
    private var started = false

    /** The state of the engine. It changes after [start]. */
    val state: ObservableState<EngineState> = ObservableState(EngineState.Opening, main)

    /** What the last opened scanner runs on; null before the first one. */
    val selection: ObservableState<Selection?> = ObservableState(null, main)

    /** Opens the bundle and runs the self-test, unless this was done before. Call it on the main thread. */
    fun start() {
        if (started) return
        started = true
        worker.execute { state.set(opened()) }
    }

    /** Runs the self-test once more. Call it on the main thread. */
    fun testAgain() {
        started = true
        state.set(EngineState.Opening)
        worker.execute {
            dependencies.store.clear()
            state.set(opened())
        }
    }

    /**
     * Opens a scanner for the calling background thread, as the settings request.
     *
     * @param forCamera True for camera frames (upright faces, one look at each region), false for pictures.
     * @throws NoWorkingCandidateException if every candidate fails.
     * @throws BundleException if a face detector does not match the contract.
     * @throws EngineException if a face detector cannot be loaded.
     */
    fun openScanner(ready: EngineState.Ready, forCamera: Boolean): Scanner {
        val bundle = ready.bundle
        val selected = dependencies.modelLoader.openSelected(
            bundle,
            settings.accelerator,
            ready.trials,
            settings.threads,
        )
        selection.set(selected.selection)
        try {
            val mode = if (forCamera) ScanMode.CAMERA else ScanMode.STILL
            return Scanner(bundle, selected.engine, openFaces(bundle, mode), mode)
        } catch (error: EdgeException) {
            selected.engine.close()
            throw error
        }
    }

    private fun openFaces(bundle: Bundle, mode: ScanMode): FaceFinder {
        val rule = bundle.contract.faces
        val minSide = bundle.contract.crop.minFaceSide
        return when (mode) {
            ScanMode.STILL -> StillFaceFinder(rule, minSide) { file -> detector(bundle, file) }
            ScanMode.CAMERA -> CameraFaceFinder(rule, minSide) { file -> detector(bundle, file) }
        }
    }

    /** The face detectors always run on the CPU. They are small, and the CPU gives the same result on every device. */
    private fun detector(bundle: Bundle, file: String) =
        dependencies.modelLoader.load(bundle.read(file), Candidate.CPU, settings.threads)
            ?: throw EngineException("the CPU cannot run $file")

    private fun opened(): EngineState = try {
        val bundle = Bundle.open(dependencies.source)
        val supervisor = SelfTestSupervisor(dependencies.store, dependencies.process(settings.threads))
        val record = supervisor.record(dependencies.keyOf(bundle)) { state.set(EngineState.Testing(it)) }
        if (record.trials.any { it.millis != null }) {
            EngineState.Ready(bundle, record.trials)
        } else {
            EngineState.Broken(EngineProblem.NoWorkingCandidate(record.trials))
        }
    } catch (error: BundleException) {
        EngineState.Broken(EngineProblem.DamagedBundle(error.message.orEmpty()))
    } catch (error: ContractException) {
        EngineState.Broken(EngineProblem.DamagedBundle("contract.json: ${error.message}"))
    } catch (error: EngineException) {
        EngineState.Broken(EngineProblem.NoSelfTest(error.message.orEmpty()))
    }
}
