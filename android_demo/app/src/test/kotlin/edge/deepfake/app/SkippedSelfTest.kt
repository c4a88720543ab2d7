package edge.deepfake.app

import edge.deepfake.app.engine.ModelLoader
import edge.deepfake.app.engine.SelfTestProcess
import edge.deepfake.app.engine.openEngineUnchecked
import edge.deepfake.app.engine.runtimeInfoOf
import edge.deepfake.app.engine.selfTestKeyOf
import edge.deepfake.app.engine.selfTestStoreOf
import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.selftest.SelfTestRecord
import edge.deepfake.core.selftest.Trial
import edge.deepfake.core.selftest.TrialCode

/**
 * Uses [modelLoader] without a self-test. The library for Linux answers the golden vectors less exactly than a phone
 * must (see LinuxModelLoaderTest). The time that it shows is measured.
 */
internal fun skipSelfTest(modelLoader: ModelLoader) {
    APP.modelLoader = modelLoader
    APP.selfTestProcess = { threads ->
        SelfTestProcess {
            val passed = Trial(Candidate.CPU, TrialCode.PASSED, millisOfRun(modelLoader, threads), "")
            val others = listOf(Candidate.GPU_FP16, Candidate.NNAPI).map { Trial(it, TrialCode.UNAVAILABLE, null, "") }
            selfTestStoreOf(APP).write(SelfTestRecord(selfTestKeyOf(APP, BUNDLE), listOf(passed) + others))
            SelfTestProcess.End.DONE
        }
    }
}

private fun millisOfRun(modelLoader: ModelLoader, threads: Int): Double {
    val info = runtimeInfoOf(Candidate.CPU, Accelerator.AUTO, threads, "test")
    val side = BUNDLE.contract.input.size
    return checkNotNull(modelLoader.openEngineUnchecked(BUNDLE, Candidate.CPU, info)).use { engine ->
        val start = System.nanoTime()
        engine.run(RgbImage(side, side))
        (System.nanoTime() - start) / 1e6
    }
}
