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
 * Tries what has not been tried yet, and stores the record before and after each candidate.
 *
 * To be run in a process of its own: a driver may take it down.
 *
 * @param threads Of the CPU.
 * @param begun Told of each candidate before it is tried.
 */
internal class Trials(
    private val bundle: Bundle,
    private val networks: Networks,
    private val store: SelfTestStore,
    private val threads: Int,
    private val begun: (Candidate) -> Unit,
) {
    private val test = SelfTest(GoldenFile.of(bundle), bundle.contract)

    /** Tries the rest; gives the finished record. */
    fun finish(key: SelfTestKey): SelfTestRecord {
        var record = store.read(key)
        while (true) {
            val candidate = record.next ?: return record
            begun(candidate)
            store.write(record.start(candidate))
            val trial = test.run(candidate) { networks.openEngine(bundle, candidate, infoOf(candidate)) }
            record = record.end(trial)
            store.write(record)
        }
    }

    private fun infoOf(candidate: Candidate): RuntimeInfo =
        runtimeInfoOf(candidate, Accelerator.AUTO, threads, "self-test")
}
