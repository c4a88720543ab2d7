package edge.deepfake.app.engine

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.selftest.GoldenFile
import edge.deepfake.core.selftest.SelfTest
import edge.deepfake.core.selftest.SelfTestKey
import edge.deepfake.core.selftest.SelfTestRecord

/**
 * Runs the trial of every candidate that has had none yet, and stores the record before and after each trial.
 *
 * It must run in a process of its own, because a driver may crash the process.
 *
 * @param threads Number of CPU threads.
 * @param onTrialStart Called with each candidate before its trial.
 */
internal class SelfTestRunner(
    private val bundle: Bundle,
    private val modelLoader: ModelLoader,
    private val store: SelfTestStore,
    private val threads: Int,
    private val onTrialStart: (Candidate) -> Unit,
) {
    private val test = SelfTest(GoldenFile.of(bundle), bundle.contract)

    /** Runs the trials that are left, and gives the finished record. */
    fun run(key: SelfTestKey): SelfTestRecord {
        var record = store.read(key)
        while (true) {
            val candidate = record.next ?: return record
            onTrialStart(candidate)
            store.write(record.start(candidate))
            val trial = test.runTrial(candidate) {
                modelLoader.openEngineUnchecked(bundle, candidate, infoOf(candidate))
            }
            record = record.end(trial)
            store.write(record)
        }
    }

    private fun infoOf(candidate: Candidate): RuntimeInfo =
        runtimeInfoOf(candidate, Accelerator.AUTO, threads, "self-test")
}
