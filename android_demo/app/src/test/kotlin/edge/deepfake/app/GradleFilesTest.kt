package edge.deepfake.app

import java.io.File
import org.codehaus.groovy.control.CompilationUnit
import org.codehaus.groovy.control.Phases
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/**
 * Checks the Gradle files, because the Gradle build cannot run here: they are valid Groovy, and every version comes
 * from the catalogue.
 */
internal class GradleFilesTest {
    private val files =
        listOf("build.gradle", "settings.gradle", "android_demo/core/build.gradle", "android_demo/app/build.gradle")
            .map { File(REPOSITORY, it) }
    private val catalogue = File(REPOSITORY, "gradle/libs.versions.toml").readText()
    private val entry = Regex("(?m)^([a-z0-9-]+) = ")

    private fun namesIn(table: String): Set<String> =
        entry.findAll(catalogue.substringAfter("[$table]\n").substringBefore("\n[")).map { it.groupValues[1] }.toSet()

    private fun textsOf(files: List<File>): String = files.joinToString("\n") { it.readText() }

    @Test
    fun areGroovy() {
        for (file in files) {
            val unit = CompilationUnit()
            unit.addSource(file)
            unit.compile(Phases.CONVERSION)
            assertTrue(file.path, unit.ast.modules.single().statementBlock.statements.isNotEmpty())
        }
    }

    @Test
    fun nameOnlyWhatTheCatalogueHas() {
        val text = textsOf(files)
        for ((prefix, table) in mapOf("plugins\\." to "plugins", "versions\\." to "versions", "" to "libraries")) {
            val used = Regex("libs\\.$prefix([a-z.]+?)(\\.get\\(\\)|[)\\s])").findAll(text)
                .map { it.groupValues[1].replace('.', '-') }
                .filterNot { prefix.isEmpty() && (it.startsWith("plugins-") || it.startsWith("versions-")) }
                .toSet()
            assertTrue("$table: $used", used.isNotEmpty() && namesIn(table).containsAll(used))
        }
    }

    @Test
    fun holdNoVersionOfTheirOwn() {
        val version = Regex("[\"':]\\d+\\.\\d+")
        assertEquals(emptyList<String>(), files.flatMap { file -> version.findAll(file.readText()).map { it.value } })
    }

    @Test
    fun everyVersionIsUsed() {
        val poms = listOf("", "core/", "app/", "tflite/", "toolbox/").map {
            File(REPOSITORY, "android_demo/${it}pom.xml")
        }
        val users = textsOf(files + poms)
        val unused = namesIn("versions").filterNot { name ->
            "\${version.$name}" in users || "version.ref = \"$name\"" in catalogue ||
                "versions.${name.replace('-', '.')}" in users
        }
        assertEquals(emptyList<String>(), unused)
    }

    @Test
    fun buildTheSameAppAsThePackaging() {
        val layout = File(REPOSITORY, "android_demo/packaging/layout.py").readText()
        val gradle = File(REPOSITORY, "android_demo/app/build.gradle").readText()
        for (name in listOf("namespace" to "NAMESPACE", "applicationId" to "APPLICATION_ID")) {
            val value = Regex("${name.first} = (\".+\")").find(gradle)?.groupValues?.get(1)
            assertTrue("${name.first}: $value", layout.contains("${name.second} = $value"))
        }
        val abis = Regex("include\\((.+)\\)").find(gradle)?.groupValues?.get(1)
        assertTrue("$abis", layout.contains("ABIS = ($abis)"))
    }
}
