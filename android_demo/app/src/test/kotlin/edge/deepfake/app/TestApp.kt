package edge.deepfake.app

import edge.deepfake.app.engine.SelfTestProcess
import edge.deepfake.app.engine.SelfTestRunner
import edge.deepfake.app.engine.selfTestKeyOf
import edge.deepfake.app.engine.selfTestStoreOf
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.FolderSource
import edge.deepfake.core.errors.EdgeException
import java.util.concurrent.Executor

/** The app with fakes for tests. All work runs at once, on the calling thread. */
internal class TestApp : ScanApplication() {
    override fun onCreate() {
        super.onCreate()
        bundleSource = FolderSource(BUNDLE_FOLDER)
        modelLoader = FakeModelLoader()
        worker = Executor { it.run() }
        background = Executor { it.run() }
        selfTestProcess = ::inThisProcess
    }

    /** Runs the self-test in this process. */
    private fun inThisProcess(threads: Int): SelfTestProcess = SelfTestProcess { onTrialStart ->
        try {
            val bundle = Bundle.open(bundleSource)
            SelfTestRunner(
                bundle,
                modelLoader,
                selfTestStoreOf(this),
                threads,
                onTrialStart,
            ).run(selfTestKeyOf(this, bundle))
            SelfTestProcess.End.DONE
        } catch (_: EdgeException) {
            SelfTestProcess.End.FAILED
        }
    }
}
