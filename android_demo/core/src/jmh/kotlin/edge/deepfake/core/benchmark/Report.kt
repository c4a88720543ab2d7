package edge.deepfake.core.benchmark

import java.io.File
import java.lang.management.ManagementFactory
import java.time.Instant
import java.time.temporal.ChronoUnit
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import org.openjdk.jmh.results.RunResult

/** The results, the environment and the limits of one run of all benchmarks. */
internal class Report(results: Collection<RunResult>, private val loadBefore: Double) {
    private val measured = results.map(::Measured)
    private val ratios = cropRatios()

    /** The limits, which hold on every machine. */
    val limits: List<Limit> = ofCrops() + ofFrames() + ofMemory()

    /** Prints the report for people. */
    fun print() {
        measured.forEach(::println)
        for ((side, ratio) in ratios) println("crop of $side px: ${rounded(ratio)} x the JDK's")
        limits.forEach(::println)
    }

    /** Writes the report as JSON to [file] atomically. */
    fun write(file: File) {
        file.absoluteFile.parentFile.mkdirs()
        val part = File("$file.part")
        part.writeText(PRETTY.encodeToString(JsonElement.serializer(), tree()) + "\n")
        check(part.renameTo(file)) { "cannot write $file" }
    }

    /** Time of this module's crop divided by the JDK's, by the side of the face's square in pixels. */
    private fun cropRatios(): Map<Int, Double> = all("CropBenchmark.cut").associate { cut ->
        val affine = all("CropBenchmark.affine").single { it.parameter == cut.parameter }
        cut.parameter.toInt() to cut.medianUs / affine.medianUs
    }

    /**
     * Limits for squares of up to [LARGEST_LIMITED] pixels. For larger squares the JDK skips most pixels, while an
     * antialiased crop reads all of them.
     */
    private fun ofCrops(): List<Limit> = ratios.filterKeys { it <= LARGEST_LIMITED }
        .map { (side, ratio) -> Limit("crop of $side px over the JDK's", ratio, MAX_RATIO) }

    /** Time of the same crop of the largest camera frame divided by that of the smallest. */
    private fun ofFrames(): Limit {
        val times = all("YuvBenchmark.crop").map { it.medianUs }
        val growth = times.last() / times.first()
        return Limit("crop of a 4K frame over that of a 480p one", growth, MAX_GROWTH)
    }

    /** Bytes that a frame allocates, including its result. */
    private fun ofMemory(): Limit {
        val bytes = all("FrameBenchmark.frame").maxOf { it.bytes }
        return Limit("bytes of a camera frame with two faces", bytes, MAX_BYTES)
    }

    private fun all(name: String): List<Measured> = measured.filter { it.name == name }

    private fun tree(): JsonObject = buildJsonObject {
        put("schema", "android-demo/jmh/1")
        put("measured", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        put("environment", environment())
        put("load_before", loadBefore)
        put("load_after", ManagementFactory.getOperatingSystemMXBean().systemLoadAverage)
        putJsonObject("crop_over_affine") {
            for ((side, ratio) in ratios) put("$side", rounded(ratio))
        }
        put("limits", JsonArray(limits.map { it.toJson() }))
        put("results", JsonArray(measured.map { it.toJson() }))
    }

    private fun environment(): JsonObject = buildJsonObject {
        put("cpu", cpu())
        put("processors", Runtime.getRuntime().availableProcessors())
        put("system", "${System.getProperty("os.name")} ${System.getProperty("os.version")}")
        put("machine", System.getProperty("os.arch"))
        put("java", "${System.getProperty("java.vm.name")} ${Runtime.version()}")
    }

    private fun cpu(): String = File("/proc/cpuinfo").takeIf { it.canRead() }?.readLines()
        ?.firstOrNull { it.startsWith("model name") }?.substringAfter(": ") ?: "unknown"

    private companion object {
        const val LARGEST_LIMITED = 240
        const val MAX_RATIO = 2.0
        const val MAX_GROWTH = 1.5
        const val MAX_BYTES = 8192.0
        val PRETTY = Json { prettyPrint = true }
    }
}
