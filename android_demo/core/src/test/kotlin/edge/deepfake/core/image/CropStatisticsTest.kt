package edge.deepfake.core.image

import kotlin.math.sqrt
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

internal class CropStatisticsTest {
    @Test
    fun aGreySurface() {
        val statistics = of(RgbImage(4, 3, ByteArray(36) { 90 }))
        assertEquals(1.0, statistics.flat)
        assertEquals(1.0, statistics.common)
        assertEquals(0.0, statistics.hard)
        assertEquals(0.0, statistics.extreme)
        assertEquals(0.0, statistics.colourfulness)
    }

    /** Columns of white and black: every horizontal neighbour differs, no vertical one does. */
    @Test
    fun stripes() {
        val statistics = of(picture(4, 3) { x, _ -> if (x % 2 == 0) listOf(255, 250, 252) else listOf(0, 5, 3) })
        assertEquals(0.0, statistics.flat)
        assertEquals(1.0, statistics.common)
        assertEquals(9.0 / (9 + 8), statistics.hard)
        assertEquals(1.0, statistics.extreme)
    }

    @Test
    fun aDifferenceOfTwoLevelsIsFlat() {
        assertEquals(1.0, of(picture(3, 3) { x, y -> listOf(100 + 2 * x, 100, 100 - 2 * y) }).flat)
        assertEquals(0.0, of(picture(3, 3) { x, _ -> listOf(100, 100 + 3 * x, 100) }).flat)
        assertEquals(0.5, of(picture(3, 2) { x, y -> listOf(100, 100, if (x == 0 && y == 1) 150 else 100) }).flat)
    }

    @Test
    fun fourColoursAreCommon() {
        val statistics = of(picture(8, 2) { x, y -> listOf(if (y == 0) x / 2 * 16 else x * 16 + 128, 7, 0) })
        assertEquals((2 * 4) / 16.0, statistics.common)
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
