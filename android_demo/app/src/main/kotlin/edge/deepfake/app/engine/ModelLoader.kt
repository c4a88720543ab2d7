package edge.deepfake.app.engine

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.NetworkEngine
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.errors.EngineException

/** Loads TensorFlow Lite models. Only the implementations of this interface use an interpreter. */
internal fun interface ModelLoader {
    /**
     * Loads [model] so that [candidate] runs it.
     *
     * @param threads Number of CPU threads, at least 1. An accelerator also uses them for operators that it leaves to
     *   the CPU.
     * @return Null if the device does not have the accelerator.
     * @throws EngineException if the model cannot be loaded.
     */
    fun load(model: ByteArray, candidate: Candidate, threads: Int): TensorRunner?
}

/**
 * Opens the bundle's network on [candidate]. It does not check the golden vectors: use it only for a candidate that
 * passed its trial, in a trial, or in a benchmark.
 *
 * @return Null if the device does not have the accelerator.
 * @throws EngineException if the network cannot be loaded or does not match the contract.
 */
internal fun ModelLoader.openEngineUnchecked(bundle: Bundle, candidate: Candidate, info: RuntimeInfo): Engine? {
    val contract = bundle.contract
    val runner = load(bundle.read(contract.model.file), candidate, info.threads) ?: return null
    return try {
        NetworkEngine(contract, runner, info)
    } catch (error: EngineException) {
        runner.close()
        throw error
    }
}
