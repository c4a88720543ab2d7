package edge.deepfake.core.support

import edge.deepfake.core.golden.numbers
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.decodePng
import edge.deepfake.core.result.ScanResult
import java.io.File
import java.util.concurrent.TimeUnit
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject

/**
 * The Python package's results for the sample pictures. The tests run `src/test/python/answers.py` once and keep its
 * output beside the test reports.
 */
internal object PythonAnswers {
    private val PYTHON = File(System.getProperty("python") ?: "$REPOSITORY/.venv-dev/bin/python")
    private val SCRIPT = File(REPOSITORY, "android_demo/core/src/test/python/answers.py")
    private val FOLDER = File(TEST_OUTPUT, "python-answers")
    private const val TIMEOUT_S = 600L

    /** Results by file name. */
    val bySample: Map<String, ScanResult> by lazy {
        file("results.jsonl").readLines().map(ScanResult::fromJson)
            .associateBy { File(it.source).name }
    }

    private val spread: JsonObject by lazy {
        Json.parseToJsonElement(file("spread.json").readText()).jsonObject
    }

    /** Probabilities that Python's kernels give for the same looks with small changes, region by region. */
    fun probabilitiesOf(sample: String): List<List<Double>> = spreadOf(sample, "probabilities")

    /** The same for the first look alone. */
    fun firstOf(sample: String): List<List<Double>> = spreadOf(sample, "first")

    /** The same for the gates. */
    fun gatesOf(sample: String): List<List<Double>> = spreadOf(sample, "gates")

    /** The crop that Python cut for a region's first look. */
    fun cropOf(sample: String, region: Int): RgbImage = decodePng(file("$sample-$region.png").readBytes())

    private fun spreadOf(sample: String, key: String): List<List<Double>> =
        spread.getValue(sample).jsonArray.map { it.jsonObject.numbers(key).toList() }

    private val run: Unit by lazy {
        if (!PYTHON.canExecute()) {
            skipWithout("the Python package, for its answers: make .venv-dev/ready, or -Dpython=...")
        }
        FOLDER.deleteRecursively()
        FOLDER.mkdirs()
        val arguments = listOf(SCRIPT, FOLDER) + sampleFiles()
        val process = ProcessBuilder(listOf(PYTHON.path) + arguments.map { it.path })
            .directory(REPOSITORY)
            .redirectErrorStream(true)
            .redirectOutput(File(FOLDER, "log.txt"))
            .start()
        check(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
            "$SCRIPT did not end in $TIMEOUT_S s"
        }
        check(process.exitValue() == 0) { "$SCRIPT failed:\n${File(FOLDER, "log.txt").readText()}" }
    }

    private fun file(name: String): File {
        run
        return File(FOLDER, name)
    }
}

/** The sample pictures of the project. */
internal fun sampleFiles(): List<File> = checkNotNull(File(REPOSITORY, "edge_runtime/samples").listFiles())
    .filter { it.extension == "jpg" }
    .sorted()
