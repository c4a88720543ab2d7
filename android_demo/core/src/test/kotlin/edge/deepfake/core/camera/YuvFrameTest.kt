package edge.deepfake.core.camera

import edge.deepfake.core.golden.greatestDifference
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.cutCrop
import edge.deepfake.core.support.YuvPicture
import java.nio.ByteBuffer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.Arguments
import org.junit.jupiter.params.provider.Arguments.arguments
import org.junit.jupiter.params.provider.MethodSource

internal class YuvFrameTest {
    @ParameterizedTest
    @MethodSource("layouts")
    fun isTheUprightPicture(format: YuvFormat, layout: YuvPicture.Layout) {
        val picture = YuvPicture(format, layout, 42)
        val expected = picture.upright()
        val frame = YuvFrame().apply { reset(format, picture.planes) }
        assertEquals(expected.width to expected.height, frame.width to frame.height)
        assertTrue(greatestDifference(expected.pixels, read(frame).pixels) <= 1)
    }

    @ParameterizedTest
    @MethodSource("layouts")
    fun aPartOfARowIsThatPart(format: YuvFormat, layout: YuvPicture.Layout) {
        val frame = YuvFrame().apply { reset(format, YuvPicture(format, layout, 7).planes) }
        val whole = read(frame)
        val part = ByteArray(6 * 3)
        frame.readRow(4, 3, 9, part)
        assertEquals(
            whole.pixels.slice((4 * whole.width + 3) * 3 until (4 * whole.width + 9) * 3),
            part.toList(),
        )
    }

    @ParameterizedTest
    @MethodSource("layouts")
    fun aCropIsThatOfTheUprightPicture(format: YuvFormat, layout: YuvPicture.Layout) {
        val picture = YuvPicture(format, layout, 9)
        val frame = YuvFrame().apply { reset(format, picture.planes) }
        val box = Box(2.5, -3.0, 14.5, 9.0)
        val difference =
            greatestDifference(cutCrop(read(frame), box, 20).pixels, cutCrop(frame, box, 20).pixels)
        assertEquals(0.0, difference)
    }

    @ParameterizedTest
    @MethodSource("layouts")
    fun anOverviewIsTheMiddleOfEachBlock(format: YuvFormat, layout: YuvPicture.Layout) {
        val picture = YuvPicture(format, layout, 11)
        for (step in listOf(2, 3, 4)) {
            val frame = YuvFrame().apply { reset(format, picture.planes, step) }
            assertEquals(
                format.uprightWidth / step to format.uprightHeight / step,
                frame.width to frame.height,
            )
            assertTrue(
                greatestDifference(overview(picture, step).pixels, read(frame).pixels) <= 2,
                "step $step",
            )
        }
    }

    @Test
    fun extremesAreClamped() {
        val plane = { level: Int ->
            YuvPlane(ByteBuffer.wrap(ByteArray(4) { level.toByte() }), 2, 1)
        }
        val frame = YuvFrame().apply {
            reset(YuvFormat(2, 2), YuvPlanes(plane(255), plane(255), plane(255)))
        }
        assertEquals(listOf(255, 121, 255), read(frame).pixels.take(3).map { it.toInt() and 0xFF })
    }

    @Test
    fun aPlaneThatIsTooSmallIsRefused() {
        val whole = YuvPlane(ByteBuffer.allocate(64), 8, 1)
        val cut = YuvPlane(ByteBuffer.allocate(63), 8, 1)
        val half = YuvPlane(ByteBuffer.allocate(16), 4, 1)
        val frame = YuvFrame()
        frame.reset(YuvFormat(8, 8), YuvPlanes(whole, half, half))
        assertThrows<IllegalArgumentException> {
            frame.reset(YuvFormat(8, 8), YuvPlanes(cut, half, half))
        }
        assertThrows<IllegalArgumentException> {
            frame.reset(YuvFormat(8, 10), YuvPlanes(whole, half, half))
        }
        assertThrows<IllegalArgumentException> {
            frame.reset(YuvFormat(8, 8), YuvPlanes(whole, half, half), 9)
        }
        assertThrows<IllegalArgumentException> { YuvFormat(8, 8, rotation = 45) }
        assertThrows<IllegalArgumentException> { YuvFormat(0, 8) }
    }

    @Test
    fun aFrameThatWasGivenBackIsNotRead() {
        val picture = YuvPicture(YuvFormat(8, 8), YuvPicture.Layout.PLANAR, 1)
        val frame = YuvFrame().apply { reset(picture.format, picture.planes) }
        frame.clear()
        assertThrows<IllegalStateException> { frame.readRow(0, 0, 1, ByteArray(3)) }
    }

    private fun read(frame: YuvFrame): RgbImage {
        val image = RgbImage(frame.width, frame.height)
        val row = ByteArray(frame.width * 3)
        for (y in 0 until frame.height) {
            frame.readRow(y, 0, frame.width, row)
            System.arraycopy(row, 0, image.pixels, y * row.size, row.size)
        }
        return image
    }

    /**
     * The expected overview: luma is the mean of the 2 x 2 pixels in the centre of each block, chroma that of the first
     * of them.
     */
    private fun overview(picture: YuvPicture, step: Int): RgbImage {
        val upright = picture.upright()
        val small = RgbImage(upright.width / step, upright.height / step)
        for (i in 0 until small.width * small.height) {
            val left = i % small.width * step + (step - 1) / 2
            val top = i / small.width * step + (step - 1) / 2
            val places = listOf(0 to 0, 1 to 0, 0 to 1, 1 to 1)
                .map { (x, y) -> sensorPlace(picture, left + x, top + y) }
            val luma = places.map { (x, y) -> picture.samplesAt(x, y)[0] }.average()
            val (_, u, v) = places.first().let { (x, y) -> picture.samplesAt(x, y) }
            val colour = listOf(
                luma + 1.402 * (v - 128),
                luma - 0.344136 * (u - 128) - 0.714136 * (v - 128),
                luma + 1.772 * (u - 128),
            )
            colour.map { Math.round(it).coerceIn(0, 255).toByte() }
                .forEachIndexed { c, level -> small.pixels[i * 3 + c] = level }
        }
        return small
    }

    private fun sensorPlace(picture: YuvPicture, x: Int, y: Int): Pair<Int, Int> {
        val format = picture.format
        return picture.sensorPlace(if (format.mirrored) format.uprightWidth - 1 - x else x, y)
    }

    private companion object {
        @JvmStatic
        fun layouts(): List<Arguments> = listOf(18 to 12, 21 to 15, 12 to 30).flatMap { (width, height) ->
            listOf(0, 90, 180, 270).flatMap { rotation ->
                listOf(false, true).flatMap { mirrored ->
                    YuvPicture.Layout.entries.map {
                        arguments(YuvFormat(width, height, rotation, mirrored), it)
                    }
                }
            }
        }
    }
}
