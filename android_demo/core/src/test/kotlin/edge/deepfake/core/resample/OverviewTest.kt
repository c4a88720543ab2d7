package edge.deepfake.core.resample

import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvFrame
import edge.deepfake.core.golden.noise
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.support.YuvPicture
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test

internal class OverviewTest {
    @Test
    fun aSmallPictureIsItsOwnOverview() {
        val picture = noise(99, 31, 1)
        val overview = Overview.of(picture, 8)
        assertEquals(1, overview.factor)
        assertSame(picture, overview.rows)
    }

    @Test
    fun aLargePictureIsAveraged() {
        val picture = noise(35, 32, 1)
        val overview = Overview.of(picture, 8)
        assertEquals(2, overview.factor)
        assertEquals(listOf(18, 16), listOf(overview.rows.width, overview.rows.height))
        val sum = listOf(0, 3, 105, 108).sumOf { picture.pixels[it].toInt() and 0xFF }
        assertEquals((sum + 2) / 4, (overview.rows as RgbImage).pixels[0].toInt() and 0xFF)
        assertEquals(Box(1.0, 2.5, 4.0, 8.0), overview.boxOf(Box(2.0, 5.0, 8.0, 16.0)))
        assertEquals(32, overview.shorterSide)
    }

    @Test
    fun aCameraFrameReducesItself() {
        val sample = YuvPicture(YuvFormat(100, 64, rotation = 90), YuvPicture.Layout.INTERLEAVED, 3)
        val frame = YuvFrame().apply { reset(sample.format, sample.planes) }
        val overview = Overview.of(frame, 16)
        val expected = YuvFrame().apply { reset(sample.format, sample.planes, 2) }
        assertEquals(listOf(32, 50), listOf(overview.rows.width, overview.rows.height))
        val (found, wanted) = List(2) { ByteArray(32 * 3) }
        overview.rows.readRow(7, 0, 32, found)
        expected.readRow(7, 0, 32, wanted)
        assertArrayEquals(wanted, found)
    }
}
