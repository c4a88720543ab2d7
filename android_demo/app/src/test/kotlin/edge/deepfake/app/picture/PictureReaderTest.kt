package edge.deepfake.app.picture

import android.graphics.Bitmap
import android.graphics.Color
import android.util.Size
import edge.deepfake.app.APP
import edge.deepfake.app.offer
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException
import edge.deepfake.core.image.RgbImage
import java.io.ByteArrayOutputStream
import java.io.InputStream
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class PictureReaderTest {
    private val reader = PictureReader(APP.contentResolver)

    private fun png(vararg colours: Int): ByteArray {
        val bitmap = Bitmap.createBitmap(colours, colours.size, 1, Bitmap.Config.ARGB_8888)
        return ByteArrayOutputStream().also { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }.toByteArray()
    }

    private fun codeOf(data: ByteArray): FailureCode =
        assertThrows(ImageException::class.java) { reader.read(offer("a", data)) }.code

    @Test
    fun readsPixels() {
        val picture = reader.read(offer("a.png", png(Color.RED, Color.WHITE))).picture
        assertArrayEquals(byteArrayOf(-1, 0, 0, -1, -1, -1), (picture.rgb as RgbImage).pixels)
    }

    @Test
    fun knowsTheFullSizeOfAReducedPicture() {
        val wide = decodedOf(Bitmap.createBitmap(20, 10, Bitmap.Config.ARGB_8888), Size(41, 21), emptyList())
        assertEquals(41 to 21, wide.picture.width to wide.picture.height)
        val turned = decodedOf(Bitmap.createBitmap(10, 20, Bitmap.Config.ARGB_8888), Size(41, 21), emptyList())
        assertEquals(21 to 41, turned.picture.width to turned.picture.height)
    }

    @Test
    fun laysWhatIsClearOverWhite() {
        val picture = reader.read(offer("a.png", png(Color.TRANSPARENT))).picture
        assertArrayEquals(byteArrayOf(-1, -1, -1), (picture.rgb as RgbImage).pixels)
    }

    @Test
    fun tellsADamagedPictureFromAnotherFile() {
        assertEquals(FailureCode.UNDECODABLE, codeOf(png(Color.RED).copyOf(20)))
        assertEquals(FailureCode.UNSUPPORTED, codeOf("%PDF-1.7".toByteArray()))
        assertEquals(FailureCode.EMPTY, codeOf(ByteArray(0)))
    }

    @Test
    fun stopsReadingAFileThatDoesNotEnd() {
        var given = 0L
        val endless = object : InputStream() {
            override fun read(): Int = 0

            override fun read(into: ByteArray, offset: Int, length: Int): Int = length.also { given += it }
        }
        val error = assertThrows(ImageException::class.java) { reader.read(offer("endless") { endless }) }
        assertEquals(FailureCode.TOO_LARGE, error.code)
        assertEquals(PictureLimits.MAX_BYTES + 1L, given)
    }
}
