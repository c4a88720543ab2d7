package edge.deepfake.app.engine

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.NetworkEngine
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.errors.EngineException

/** Loads TFLite models; the one place where the app meets an interpreter. */
internal fun interface Networks {
    /**
     * Loads [model] to be run by [candidate].
     *
     * @param threads Of the CPU, at least 1; also for what an accelerator leaves to it.
     * @return Null if the device does not have that accelerator.
     * @throws EngineException if it refuses the model.
     */
    fun load(model: ByteArray, candidate: Candidate, threads: Int): TensorRunner?
}

/**
 * The bundle's network on [candidate]; null if the device does not have it.
 *
 * @throws EngineException if it cannot be loaded or does not fit the contract.
 */
internal fun Networks.openEngine(bundle: Bundle, candidate: Candidate, info: RuntimeInfo): Engine? {
    val contract = bundle.contract
    val runner = load(bundle.read(contract.model.file), candidate, info.threads) ?: return null
    return try {
        NetworkEngine(contract, runner, info)
    } catch (error: EngineException) {
        runner.close()
        throw error
    }
}
