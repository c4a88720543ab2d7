package edge.deepfake.app

import edge.deepfake.app.engine.Networks
import edge.deepfake.app.engine.TrialProcess
import edge.deepfake.app.engine.openEngine
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
 * Uses [networks] without a self-test: what runs on Linux answers the golden vectors less exactly than a phone must
 * (see LinuxNetworksTest). The time that it shows is measured.
 */
internal fun trustCpu(networks: Networks) {
    APP.networks = networks
    APP.trialProcess = { threads ->
        TrialProcess {
            val passed = Trial(Candidate.CPU, TrialCode.PASSED, millisOfRun(networks, threads), "")
            val others = listOf(Candidate.GPU_FP16, Candidate.NNAPI).map { Trial(it, TrialCode.UNAVAILABLE, null, "") }
            selfTestStoreOf(APP).write(SelfTestRecord(selfTestKeyOf(APP, BUNDLE), listOf(passed) + others))
            TrialProcess.End.DONE
        }
    }
}

private fun millisOfRun(networks: Networks, threads: Int): Double {
    val info = runtimeInfoOf(Candidate.CPU, Accelerator.AUTO, threads, "test")
    val side = BUNDLE.contract.input.size
    return checkNotNull(networks.openEngine(BUNDLE, Candidate.CPU, info)).use { engine ->
        val start = System.nanoTime()
        engine.run(RgbImage(side, side))
        (System.nanoTime() - start) / 1e6
    }
}
