package edge.deepfake.core.resample

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.PixelRows
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

/** A crop reads only the pixels under its filter, each of them once, whatever the size of the picture. */
internal class CropCostTest {
    @ParameterizedTest
    @CsvSource("640,480", "1920,1080", "3840,2160")
    fun readsOnlyWhatItNeeds(width: Int, height: Int) {
        val picture = CountingRows(width, height)
        cutCrop(picture, Box(100.0, 80.0, 420.0, 400.0), 224)
        val reach = 2 * (320 / 224 + 2)
        val least = (320 + reach) * (320 + reach)
        assertTrue(picture.pixelsRead <= least, "${picture.pixelsRead} of $least pixels")
        assertEquals(picture.rowsRead.toSet().size, picture.rowsRead.size)
    }

    private class CountingRows(override val width: Int, override val height: Int) : PixelRows {
        var pixelsRead = 0
        val rowsRead = ArrayList<Int>()

        override fun readRow(y: Int, left: Int, right: Int, into: ByteArray) {
            check(y in 0 until height && left in 0..right && right <= width)
            pixelsRead += right - left
            rowsRead += y
        }
    }
}
