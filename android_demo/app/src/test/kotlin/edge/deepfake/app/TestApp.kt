package edge.deepfake.app

import edge.deepfake.app.engine.TrialProcess
import edge.deepfake.app.engine.Trials
import edge.deepfake.app.engine.selfTestKeyOf
import edge.deepfake.app.engine.selfTestStoreOf
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.FolderSource
import edge.deepfake.core.errors.EdgeException
import java.util.concurrent.Executor

/** The app with what a test needs; everything happens at once, on the thread that asks for it. */
internal class TestApp : ScanApplication() {
    override fun onCreate() {
        super.onCreate()
        bundleSource = FolderSource(BUNDLE_FOLDER)
        networks = FakeNetworks()
        worker = Executor { it.run() }
        background = Executor { it.run() }
        trialProcess = ::inThisProcess
    }

    /** Runs the self-test here and not in a process of its own. */
    private fun inThisProcess(threads: Int): TrialProcess = TrialProcess { begun ->
        try {
            val bundle = Bundle.open(bundleSource)
            Trials(bundle, networks, selfTestStoreOf(this), threads, begun).finish(selfTestKeyOf(this, bundle))
            TrialProcess.End.DONE
        } catch (_: EdgeException) {
            TrialProcess.End.FAILED
        }
    }
}
