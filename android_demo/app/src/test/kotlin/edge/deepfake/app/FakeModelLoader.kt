package edge.deepfake.app

import edge.deepfake.app.engine.ModelLoader
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.engine.TensorType
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.selftest.GoldenFile
import edge.deepfake.core.selftest.GoldenVector
import java.io.ByteArrayInputStream
import java.nio.ByteBuffer
import javax.imageio.ImageIO
import kotlin.math.ln
import kotlin.math.roundToInt

/** How a fake accelerator behaves. */
internal enum class Behaviour { RIGHT, WRONG, ABSENT, REFUSES, FAILS }

/**
 * Loads fake models that answer at once. They answer golden vectors correctly or wrongly, and every other crop with
 * [probability] of fake. No face is found.
 */
internal class FakeModelLoader(
    private val probability: Double = UNSURE,
    private val behaviours: Map<Candidate, Behaviour> = mapOf(Candidate.CPU to Behaviour.RIGHT),
) : ModelLoader {
    /** Names of the threads on which models were loaded. */
    val loadedOn = ArrayList<String>()

    override fun load(model: ByteArray, candidate: Candidate, threads: Int): TensorRunner? {
        loadedOn += Thread.currentThread().name
        val behaviour = behaviours[candidate] ?: Behaviour.ABSENT
        val isNetwork = model.size.toLong() == BUNDLE.contract.files.getValue(BUNDLE.contract.model.file).bytes
        return when {
            !isNetwork -> detectorOf(model)
            behaviour == Behaviour.ABSENT -> null
            behaviour == Behaviour.REFUSES -> throw EngineException("the driver refused")
            else -> FakeRunner(listOf(INPUT), OUTPUTS) { input, results -> answer(behaviour, input, results) }
        }
    }

    private fun detectorOf(model: ByteArray): TensorRunner {
        val rules = listOf(BUNDLE.contract.faces.still, BUNDLE.contract.faces.camera)
        val rule = rules.first { BUNDLE.read(it.file).contentEquals(model) }
        val view = TensorInfo("input", listOf(1, rule.inputSize, rule.inputSize, 3), TensorType.UINT8)
        val output = TensorInfo("output", listOf(1, rule.cells, 6), TensorType.FLOAT32)
        return FakeRunner(listOf(view), listOf(output)) { _, _ -> }
    }

    private fun answer(behaviour: Behaviour, input: ByteBuffer, results: List<ByteBuffer>) {
        if (behaviour == Behaviour.FAILS) throw EngineException("the driver failed")
        val pixels = ByteArray(input.capacity()) { input.get(it) }
        val vector = VECTORS[pixels.contentHashCode()]
        val off = if (behaviour == Behaviour.WRONG) WRONG_BY else 0.0
        put(results[0], 0, (vector?.logit ?: logit) + off, OUTPUTS[0])
        val evidence = vector?.evidence?.flatten()
        repeat(OUTPUTS[1].elements) { put(results[1], it, evidence?.get(it) ?: logit, OUTPUTS[1]) }
        put(results[2], 0, vector?.gate ?: HALF, OUTPUTS[2])
    }

    private fun put(buffer: ByteBuffer, at: Int, real: Double, info: TensorInfo) {
        val stored = (real / info.scale + info.zeroPoint).roundToInt().coerceIn(
            Byte.MIN_VALUE.toInt(),
            Byte.MAX_VALUE.toInt(),
        )
        buffer.put(at, stored.toByte())
    }

    private val logit: Double
        get() = with(RULE.decision) { temperature * ln(probability / (1 - probability)) - bias }

    internal companion object {
        /** The middle of each verdict's range. */
        val REAL = BUNDLE.contract.decision.realAt / 2
        val UNSURE = BUNDLE.contract.decision.let { (it.realAt + it.fakeAt) / 2 }
        val FAKE = (BUNDLE.contract.decision.fakeAt + 1) / 2
        private const val WRONG_BY = 3.0
        private const val HALF = 0.5
        private val RULE = BUNDLE.contract
        private val INPUT = TensorInfo(RULE.input.name, RULE.input.shape, TensorType.UINT8, 1f / 128, 128)
        private val OUTPUTS = listOf(
            TensorInfo(RULE.outputs.logit.name, RULE.outputs.logit.shape, TensorType.INT8, 0.1f, 0),
            TensorInfo(RULE.outputs.evidence.name, RULE.outputs.evidence.shape, TensorType.INT8, 0.5f, 0),
            TensorInfo(RULE.outputs.gate.name, RULE.outputs.gate.shape, TensorType.INT8, 1f / 256, -128),
        )
        private val VECTORS: Map<Int, GoldenVector> =
            GoldenFile.of(BUNDLE).vectors.associateBy { pixelsOf(it.png).contentHashCode() }

        private fun pixelsOf(png: ByteArray): ByteArray {
            val image = ImageIO.read(ByteArrayInputStream(png))
            val pixels = ByteBuffer.allocate(image.width * image.height * 3)
            for (y in 0 until image.height) {
                for (x in 0 until image.width) {
                    val colour = image.getRGB(x, y)
                    pixels.put((colour shr 16).toByte()).put((colour shr 8).toByte()).put(colour.toByte())
                }
            }
            return pixels.array()
        }
    }
}

/** A model whose outputs [answer] computes. */
private class FakeRunner(
    override val inputs: List<TensorInfo>,
    override val outputs: List<TensorInfo>,
    private val answer: (ByteBuffer, List<ByteBuffer>) -> Unit,
) : TensorRunner {
    override fun run(input: ByteBuffer, results: List<ByteBuffer>) = answer(input, results)

    override fun close() = Unit
}
