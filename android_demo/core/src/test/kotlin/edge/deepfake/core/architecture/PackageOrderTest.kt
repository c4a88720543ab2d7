package edge.deepfake.core.architecture

import edge.deepfake.core.support.REPOSITORY
import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The packages of this module are ordered: a package imports only packages that precede it in [order]. */
internal class PackageOrderTest {
    private val order = listOf(
        "errors",
        "json",
        "image",
        "contract",
        "resample",
        "engine",
        "decision",
        "faces",
        "selftest",
        "result",
        "scan",
        "camera",
    )
    private val root = File(REPOSITORY, "android_demo/core/src/main/kotlin/edge/deepfake/core")
    private val import = Regex("(?m)^import edge\\.deepfake\\.core\\.(\\w+)\\.")

    private fun importsOf(name: String): Set<String> = checkNotNull(File(root, name).listFiles())
        .flatMap { file -> import.findAll(file.readText()).map { it.groupValues[1] } }
        .toSet() - name

    @Test
    fun everyPackageIsListed() {
        assertEquals(order.sorted(), root.list()?.sorted())
    }

    @Test
    fun aPackageImportsOnlyThoseBeforeIt() {
        for ((i, name) in order.withIndex()) {
            assertTrue(order.take(i).containsAll(importsOf(name)), "$name imports ${importsOf(name)}")
        }
    }

    @Test
    fun importsAreFound() {
        assertEquals(setOf("errors"), importsOf("json"))
    }
}
