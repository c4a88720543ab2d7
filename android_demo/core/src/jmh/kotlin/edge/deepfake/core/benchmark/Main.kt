package edge.deepfake.core.benchmark

import java.io.File
import java.lang.management.ManagementFactory
import java.util.concurrent.TimeUnit
import kotlin.system.exitProcess
import org.openjdk.jmh.annotations.Mode
import org.openjdk.jmh.profile.GCProfiler
import org.openjdk.jmh.runner.Runner
import org.openjdk.jmh.runner.options.Options
import org.openjdk.jmh.runner.options.OptionsBuilder
import org.openjdk.jmh.runner.options.TimeValue

private const val ITERATIONS = 7

/**
 * Runs every benchmark and writes the report. The exit code is 1 if a limit is exceeded.
 *
 * @param arguments The report's file; the number of processes per benchmark; the duration of an iteration in
 *   milliseconds. Each process runs seven iterations after seven warm-up iterations.
 */
public fun main(arguments: Array<String>) {
    val (file, forks, millis) = arguments
    val load = ManagementFactory.getOperatingSystemMXBean().systemLoadAverage
    val options = optionsOf(forks.toInt(), TimeValue.milliseconds(millis.toLong()))
    val report = Report(Runner(options).run(), load)
    report.print()
    report.write(File(file))
    if (report.limits.any { !it.holds }) exitProcess(1)
}

private fun optionsOf(forks: Int, iteration: TimeValue): Options = OptionsBuilder()
    .include("edge\\.deepfake\\.core\\.benchmark\\..*")
    .mode(Mode.AverageTime)
    .timeUnit(TimeUnit.MICROSECONDS)
    .forks(forks)
    .warmupIterations(ITERATIONS)
    .warmupTime(iteration)
    .measurementIterations(ITERATIONS)
    .measurementTime(iteration)
    .addProfiler(GCProfiler::class.java)
    .jvmArgs(inherited("repository"), inherited("output"))
    .build()

private fun inherited(property: String): String = "-D$property=${System.getProperty(property)}"
