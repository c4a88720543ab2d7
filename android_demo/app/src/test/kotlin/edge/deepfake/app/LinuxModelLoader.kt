package edge.deepfake.app

import edge.deepfake.app.engine.ModelLoader
import edge.deepfake.app.engine.TfliteModelLoader
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.engine.TensorInfo
import edge.deepfake.core.engine.TensorRunner
import java.io.File
import java.nio.ByteBuffer
import java.util.concurrent.ConcurrentHashMap
import org.tensorflow.lite.Interpreter

/**
 * Runs the app's TensorFlow Lite code on Linux. TfliteRunner.kt is compiled once more, against the Java classes that
 * fit DJL's library for Linux. The CPU is the only candidate.
 *
 * @param remembers Whether an answer is reused for the same input, in any test. A run of the model is slow here.
 */
internal class LinuxModelLoader(private val remembers: Boolean = true) : ModelLoader {
    private val inner = TfliteModelLoader { it.signatureDefNames }

    override fun load(model: ByteArray, candidate: Candidate, threads: Int): TensorRunner? {
        if (candidate != Candidate.CPU) return null
        LIBRARY
        val runner = inner.load(model, candidate, threads)
        return if (runner == null || !remembers) runner else MemoRunner(model.contentHashCode(), runner)
    }

    private companion object {
        /** Loads the library explicitly, because the Java classes of this version do not find it in a jar. */
        val LIBRARY: Unit by lazy {
            val system = "${System.getProperty("os.name")} ${System.getProperty("os.arch")}"
            if (system != "Linux amd64") skipWithout("Linux on x86-64, for TensorFlow Lite's library; this is $system")
            val resource = Interpreter::class.java.getResourceAsStream("/native/lib/libtensorflowlite_jni.so")
            val file = File.createTempFile("tflite", ".so").apply { deleteOnExit() }
            checkNotNull(resource).use { input -> file.outputStream().use(input::copyTo) }
            System.load(file.path)
        }
    }
}

/** Gives the stored answer to an input that it has seen before. */
private class MemoRunner(private val model: Int, private val inner: TensorRunner) : TensorRunner {
    override val inputs: List<TensorInfo> get() = inner.inputs
    override val outputs: List<TensorInfo> get() = inner.outputs

    override fun run(input: ByteBuffer, results: List<ByteBuffer>) {
        input.clear()
        val asked = ByteArray(input.remaining()).also { input.duplicate().get(it) }
        val answers = ANSWERS.getOrPut(model to asked.contentHashCode()) {
            inner.run(input, results)
            results.map { buffer -> ByteArray(buffer.capacity()) { buffer.get(it) } }
        }
        results.forEachIndexed { i, buffer -> answers[i].forEachIndexed { at, byte -> buffer.put(at, byte) } }
    }

    override fun close() = inner.close()

    private companion object {
        val ANSWERS = ConcurrentHashMap<Pair<Int, Int>, List<ByteArray>>()
    }
}
