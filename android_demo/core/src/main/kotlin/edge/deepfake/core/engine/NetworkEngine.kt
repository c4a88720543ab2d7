package edge.deepfake.core.engine

import edge.deepfake.core.contract.Contract
import edge.deepfake.core.contract.InputRule
import edge.deepfake.core.contract.OutputRule
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.image.RgbImage
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * Runs the bundle's network through any interpreter. It reuses its buffers and is not thread-safe: use one per thread.
 *
 * @param contract The contract of the bundle.
 * @param runner The loaded model. [close] closes it; so does the constructor if the model does not match the contract.
 * @throws EngineException if a tensor's name, shape or type differs from the contract.
 */
public class NetworkEngine(contract: Contract, private val runner: TensorRunner, override val info: RuntimeInfo) :
    Engine {
    private val size = contract.input.size
    private val outputs = contract.outputs
    private val input: ByteBuffer
    private val results: List<ByteBuffer>

    init {
        try {
            checkInput(contract.input)
            listOf(outputs.logit, outputs.evidence, outputs.gate).forEach(::checkOutput)
        } catch (error: EngineException) {
            runner.close()
            throw error
        }
        input = buffer(contract.input.shape.fold(1, Int::times))
        results = runner.outputs.map { buffer(it.bytes) }
    }

    override fun run(crop: RgbImage): NetworkOutput {
        if (crop.width != size || crop.height != size) {
            throw EngineException(
                "a crop must be $size x $size pixels, not ${crop.width} x ${crop.height}",
            )
        }
        input.clear()
        input.put(crop.pixels)
        input.clear()
        runner.run(input, results)
        return NetworkOutput(
            logit = realsOf(outputs.logit).single().toDouble(),
            evidence = evidenceOf(realsOf(outputs.evidence)),
            gate = realsOf(outputs.gate).single().toDouble(),
        )
    }

    override fun close() {
        runner.close()
    }

    private fun evidenceOf(values: FloatArray): EvidenceMap =
        EvidenceMap(outputs.evidenceWidth, outputs.evidenceHeight, values)

    private fun realsOf(rule: OutputRule): FloatArray {
        val at = runner.outputs.indexOfFirst { it.name == rule.name }
        val info = runner.outputs[at]
        return FloatArray(info.elements) { (results[at].get(it) - info.zeroPoint) * info.scale }
    }

    private fun checkInput(rule: InputRule) {
        val info = runner.inputs.singleOrNull { it.name == rule.name }
        if (info == null || runner.inputs.size != 1) {
            val names = runner.inputs.map { it.name }
            throw EngineException("the model's inputs are $names, not [${rule.name}]")
        }
        checkTensor(info, rule.shape, rule.dtype)
    }

    private fun checkOutput(rule: OutputRule) {
        val info = runner.outputs.firstOrNull { it.name == rule.name }
            ?: throw EngineException("the model has no output '${rule.name}'")
        checkTensor(info, rule.shape, rule.dtype)
        if (info.scale <= 0) throw EngineException("tensor '${rule.name}' has no quantization")
    }

    private fun checkTensor(info: TensorInfo, shape: List<Int>, dtype: String) {
        if (info.shape != shape || info.type.id != dtype) {
            val found = "${info.type.id} ${info.shape}"
            throw EngineException(
                "tensor '${info.name}' is $found, the contract says $dtype $shape",
            )
        }
    }

    private companion object {
        fun buffer(bytes: Int): ByteBuffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder())
    }
}
