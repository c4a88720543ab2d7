package edge.deepfake.core.engine

import edge.deepfake.core.contract.OutputRule
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.support.FakeRunner
import edge.deepfake.core.support.TinyBundle
import edge.deepfake.core.support.runtimeInfo
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal class NetworkEngineTest {
    private val contract = TinyBundle.open().contract
    private val input =
        TensorInfo(contract.input.name, contract.input.shape, TensorType.UINT8, 1 / 128f, 128)
    private val logit = output(contract.outputs.logit, 0.5f, -3)
    private val evidence = output(contract.outputs.evidence, 0.25f, 4)
    private val gate = output(contract.outputs.gate, 1 / 256f, -128)
    private val outputs = listOf(logit, evidence, gate)
    private val info = runtimeInfo("fake", 1)

    @Test
    fun outputsAreDequantizedWhateverTheirOrder() {
        for (outputs in listOf(listOf(logit, evidence, gate), listOf(gate, logit, evidence))) {
            val output = engine(outputs = outputs).run(RgbImage(224, 224))
            assertEquals((7 + 3) * 0.5, output.logit)
            assertEquals((64 + 128) / 256.0, output.gate)
            assertArrayEquals(FloatArray(49) { (it - 4) * 0.25f }, output.evidence.values)
        }
    }

    @Test
    fun theCropIsGivenByteForByte() {
        val crop = noise(224, 224, 5)
        var seen = ByteArray(0)
        val runner = runner(listOf(input), outputs) { seen = it }
        val engine = NetworkEngine(contract, runner, info)
        repeat(2) {
            engine.run(crop)
            assertArrayEquals(crop.pixels, seen)
        }
    }

    @Test
    fun aCropOfAnotherSizeIsRefused() {
        assertThrows<EngineException> { engine().run(RgbImage(192, 192)) }
    }

    @Test
    fun aModelThatBreaksItsContractIsRefused() {
        val wrongInputs = listOf(
            listOf(input.copy(name = "picture")),
            listOf(input.copy(type = TensorType.FLOAT32)),
            listOf(input.copy(shape = listOf(1, 192, 192, 3))),
            listOf(input, input),
            emptyList(),
        )
        for (inputs in wrongInputs) assertRefusedAndClosed(inputs, outputs)
        val wrongOutputs = listOf(
            listOf(logit, evidence),
            listOf(logit, evidence, gate.copy(name = "door")),
            listOf(logit.copy(shape = listOf(1, 2)), evidence, gate),
            listOf(logit, evidence.copy(type = TensorType.FLOAT32), gate),
            listOf(logit.copy(scale = 0f), evidence, gate),
        )
        for (outputs in wrongOutputs) assertRefusedAndClosed(listOf(input), outputs)
    }

    @Test
    fun closesItsModel() {
        val runner = runner(listOf(input), outputs) {}
        NetworkEngine(contract, runner, info).close()
        assertTrue(runner.isClosed)
    }

    private fun assertRefusedAndClosed(inputs: List<TensorInfo>, outputs: List<TensorInfo>) {
        val runner = runner(inputs, outputs) {}
        assertThrows<EngineException> { NetworkEngine(contract, runner, info) }
        assertTrue(runner.isClosed)
    }

    private fun output(rule: OutputRule, scale: Float, zeroPoint: Int): TensorInfo =
        TensorInfo(rule.name, rule.shape, TensorType.INT8, scale, zeroPoint)

    private fun engine(
        inputs: List<TensorInfo> = listOf(input),
        outputs: List<TensorInfo> = this.outputs,
    ): NetworkEngine = NetworkEngine(contract, runner(inputs, outputs) {}, info)

    private fun runner(inputs: List<TensorInfo>, outputs: List<TensorInfo>, look: (ByteArray) -> Unit): FakeRunner =
        FakeRunner(inputs, outputs) { seen, results ->
            look(ByteArray(seen.remaining()).also(seen::get))
            outputs.zip(results).forEach { (tensor, buffer) ->
                when (tensor.name) {
                    logit.name -> buffer.put(7)
                    gate.name -> buffer.put(64)
                    else -> repeat(tensor.elements) { buffer.put(it.toByte()) }
                }
            }
        }
}
