package edge.deepfake.app.result

import android.net.Uri
import android.provider.OpenableColumns
import edge.deepfake.app.APP
import java.io.FileNotFoundException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class ResultProviderTest {
    private lateinit var provider: ResultProvider

    @Before
    fun set() {
        provider = Robolectric.setupContentProvider(ResultProvider::class.java)
        APP.cacheDir.resolve("results").mkdirs()
        APP.cacheDir.resolve("results/a-scan.json").writeText("{}")
        APP.cacheDir.resolve("secret.json").writeText("{}")
    }

    private fun address(vararg path: String): Uri = Uri.Builder().scheme("content")
        .authority(ResultFiles.authorityOf(APP)).apply { path.forEach(::appendPath) }.build()

    @Test
    fun givesAResult() {
        val uri = address("a-scan.json")
        assertEquals("application/json", provider.getType(uri))
        provider.openFile(uri, "r").use { assertEquals(2L, it.statSize) }
        provider.query(uri, null, null, null, null).use {
            it.moveToFirst()
            assertEquals("a-scan.json", it.getString(it.getColumnIndexOrThrow(OpenableColumns.DISPLAY_NAME)))
        }
    }

    @Test
    fun givesNothingElse() {
        for (uri in listOf(address("..", "secret.json"), address("../secret.json"), address("b.json"), address())) {
            assertThrows(FileNotFoundException::class.java) { provider.openFile(uri, "r") }
            assertNull(provider.getType(uri))
        }
    }

    @Test
    fun takesNothing() {
        assertThrows(FileNotFoundException::class.java) { provider.openFile(address("a-scan.json"), "w") }
        assertThrows(UnsupportedOperationException::class.java) { provider.insert(address(), null) }
        assertThrows(UnsupportedOperationException::class.java) { provider.delete(address(), null, null) }
    }
}
