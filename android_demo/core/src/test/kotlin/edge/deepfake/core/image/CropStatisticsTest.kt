package edge.deepfake.core.image

import kotlin.math.sqrt
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

internal class CropStatisticsTest {
    @Test
    fun aGreySurface() {
        val statistics = of(RgbImage(16, 16, ByteArray(768) { 90 }))
        assertEquals(1.0, statistics.flat)
        assertEquals(0.0, statistics.common)
        assertEquals(0.0, statistics.hard)
        assertEquals(0.0, statistics.extreme)
        assertEquals(0.0, statistics.colourfulness)
    }

    /** Columns of nearly white and nearly black: all pixels are extreme, so that none counts as flat. */
    @Test
    fun stripes() {
        val statistics = of(picture(17, 33) { x, _ -> if (x % 2 == 0) listOf(255, 250, 252) else listOf(0, 5, 3) })
        assertEquals(0.0, statistics.flat)
        assertEquals(1.0, statistics.common)
        assertEquals(1.0, statistics.hard)
        assertEquals(1.0, statistics.extreme)
    }

    @Test
    fun onlyEqualPixelsAreFlat() {
        assertEquals(0.0, of(picture(3, 3) { x, y -> listOf(100 + x, 100, 100 - y) }).flat)
        assertEquals(0.5, of(picture(3, 2) { x, y -> listOf(100, 100, if (x == 0 && y == 1) 101 else 100) }).flat)
        assertEquals(1.0, of(picture(3, 2) { x, _ -> if (x == 0) listOf(251, 252, 250) else listOf(9, 9, 9) }).flat)
    }

    /** Steps of 3, 4, 31 and 32 in one channel. */
    @Test
    fun hardEdgesAreCountedAmongEdges() {
        val levels = listOf(100, 103, 107, 138, 170)
        assertEquals(1 / 3.0, of(picture(5, 2) { x, _ -> listOf(10, levels[x], 10) }).hard)
        assertEquals(0.0, of(picture(5, 2) { x, _ -> listOf(10, 10 + x * 3, 10) }).hard)
        assertEquals(1.0, of(picture(2, 2) { _, y -> listOf(10, 10, 10 + 32 * y) }).hard)
    }

    /** Blocks of two tones, of a ramp, of a low contrast, and an even one. */
    @Test
    fun blocksOfTwoTonesAreCountedAmongUnevenOnes() {
        val blocks = listOf<
            (
                Int,
                Int,
            ) -> Int,
            >({ x, _ -> 40 + x % 2 * 64 }, { x, y -> x * 8 + y / 8 }, { x, _ -> 40 + x }, { _, _ -> 77 })
        val crop = picture(70, 20) { x, y ->
            listOf(
                x,
                if (x < 64 &&
                    y < 16
                ) {
                    blocks[x / 16](x % 16, y)
                } else {
                    255 * (x % 2)
                },
                y,
            )
        }
        assertEquals(1 / 2.0, of(crop).common)
    }

    /** 153 of 256 pixels are too few, 154 are enough. */
    @Test
    fun twoTonesAreThreeFifthsOfABlock() {
        for ((near, common) in listOf(153 to 0.0, 154 to 1.0)) {
            val crop = picture(16, 16) { x, y ->
                listOf(
                    0,
                    (y * 16 + x).let {
                        if (it ==
                            0
                        ) {
                            200
                        } else if (it < near) {
                            116
                        } else {
                            150
                        }
                    },
                    0,
                )
            }
            assertEquals(common, of(crop).common)
        }
    }

    /** Half red, half blue: rg = 200 or 0, yb = 100 or -200. */
    @Test
    fun coloursAreMeasured() {
        val statistics = of(picture(2, 2) { x, _ -> if (x == 0) listOf(200, 0, 0) else listOf(0, 0, 200) })
        val deviation = sqrt(100.0 * 100 + 150.0 * 150)
        assertEquals(deviation + 0.3 * sqrt(100.0 * 100 + 50.0 * 50), statistics.colourfulness, 1e-9)
    }

    private fun of(crop: RgbImage): CropStatistics = CropStatistics().apply { measure(crop) }

    private fun picture(width: Int, height: Int, colour: (Int, Int) -> List<Int>): RgbImage {
        val image = RgbImage(width, height)
        for (i in image.pixels.indices) {
            val pixel = i / 3
            image.pixels[i] = colour(pixel % width, pixel / width)[i % 3].toByte()
        }
        return image
    }
}
