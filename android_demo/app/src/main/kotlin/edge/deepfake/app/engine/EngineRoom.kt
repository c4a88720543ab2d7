package edge.deepfake.app.engine

import edge.deepfake.app.settings.Settings
import edge.deepfake.core.camera.CameraFaceFinder
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.BundleSource
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.BundleException
import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.faces.FaceDetector
import edge.deepfake.core.faces.FaceViews
import edge.deepfake.core.scan.Scanner
import edge.deepfake.core.selftest.DelegateChoice
import edge.deepfake.core.selftest.SelfTestKey
import java.util.concurrent.Executor

/** What the room needs of Android, so that it can be tested without. */
internal class EngineParts(
    val source: BundleSource,
    val networks: Networks,
    val store: SelfTestStore,
    val process: (threads: Int) -> TrialProcess,
    val keyOf: (Bundle) -> SelfTestKey,
)

/**
 * The bundle, this device's self-test, and the scanners made of them. Everything slow happens on [worker].
 *
 * @param worker One background thread.
 * @param main The main thread.
 */
internal class EngineRoom(
    private val parts: EngineParts,
    private val settings: Settings,
    private val worker: Executor,
    main: Executor,
) {
    private var started = false

    /** How far it is; starts with [start]. */
    val state: Watched<EngineState> = Watched(EngineState.Opening, main)

    /** What the last opened scanner runs on; null before the first. */
    val choice: Watched<DelegateChoice?> = Watched(null, main)

    /** Opens the bundle and tests the device, unless that has been done. On the main thread. */
    fun start() {
        if (started) return
        started = true
        worker.execute { state.set(opened()) }
    }

    /** Tests this device once more. On the main thread. */
    fun testAgain() {
        started = true
        state.set(EngineState.Opening)
        worker.execute {
            parts.store.clear()
            state.set(opened())
        }
    }

    /**
     * Opens a scanner of its own for the calling background thread, as the settings want it.
     *
     * @param forCamera Whether it looks at frames, in overview, rather than at pictures.
     * @throws NothingRunsException if no candidate is left.
     * @throws EngineException if a face detector cannot be loaded.
     */
    fun openScanner(ready: EngineState.Ready, forCamera: Boolean): Scanner {
        val bundle = ready.bundle
        val chosen = parts.networks.openChosen(bundle, settings.accelerator, ready.trials, settings.threads)
        choice.set(chosen.choice)
        try {
            val views = if (forCamera) FaceViews.WHOLE else FaceViews.ALL
            val faces = FaceDetector(bundle.contract.faces, views) { file -> detector(bundle, file) }
            return Scanner(bundle, chosen.engine, if (forCamera) CameraFaceFinder(faces) else faces)
        } catch (error: EngineException) {
            chosen.engine.close()
            throw error
        }
    }

    /** The face detectors always run on the CPU: they are small, and every device agrees about them there. */
    private fun detector(bundle: Bundle, file: String) =
        parts.networks.load(bundle.read(file), Candidate.CPU, settings.threads)
            ?: throw EngineException("the CPU cannot run $file")

    private fun opened(): EngineState = try {
        val bundle = Bundle.open(parts.source)
        val supervisor = SelfTestSupervisor(parts.store, parts.process(settings.threads))
        val record = supervisor.record(parts.keyOf(bundle)) { state.set(EngineState.Testing(it)) }
        if (record.trials.any { it.millis != null }) {
            EngineState.Ready(bundle, record.trials)
        } else {
            EngineState.Broken(Trouble.NothingRuns(record.trials))
        }
    } catch (error: BundleException) {
        EngineState.Broken(Trouble.DamagedBundle(error.message.orEmpty()))
    } catch (error: ContractException) {
        EngineState.Broken(Trouble.DamagedBundle("contract.json: ${error.message}"))
    } catch (error: EngineException) {
        EngineState.Broken(Trouble.NoSelfTest(error.message.orEmpty()))
    }
}
