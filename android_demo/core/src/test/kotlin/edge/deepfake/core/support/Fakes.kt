package edge.deepfake.core.support

import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.engine.NetworkOutput
import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorRunner
import edge.deepfake.core.faces.Face
import edge.deepfake.core.faces.FaceFinder
import edge.deepfake.core.faces.FoundFaces
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Overview
import java.nio.ByteBuffer

/** An engine with given answers, which records the crops. */
internal class FakeEngine(private val answer: (RgbImage) -> Double) : Engine {
    override val info = runtimeInfo("fake", 1)
    val crops = ArrayList<ByteArray>()
    var isClosed = false

    override fun run(crop: RgbImage): NetworkOutput {
        crops += crop.pixels.clone()
        return NetworkOutput(answer(crop), EvidenceMap(7, 7, FloatArray(49) { it.toFloat() }), 0.5)
    }

    override fun close() {
        isClosed = true
    }
}

/** A face detector that finds what it was given. */
internal class FakeFinder(private val found: FoundFaces) : FaceFinder {
    constructor(faces: List<Face>) : this(FoundFaces(faces))

    var isClosed = false

    override fun find(overview: Overview): FoundFaces = found

    override fun close() {
        isClosed = true
    }
}

/** A model whose outputs [answer] computes. */
internal class FakeRunner(
    override val inputs: List<TensorInfo>,
    override val outputs: List<TensorInfo>,
    private val answer: (ByteBuffer, List<ByteBuffer>) -> Unit = { _, _ -> },
) : TensorRunner {
    var isClosed = false
    var runs = 0

    override fun run(input: ByteBuffer, results: List<ByteBuffer>) {
        runs++
        input.clear()
        results.forEach { it.clear() }
        answer(input, results)
    }

    override fun close() {
        isClosed = true
    }
}

internal fun faceAt(left: Double, top: Double, side: Double, score: Double = 0.9): Face =
    Face(Box(left, top, left + side, top + side), score)
