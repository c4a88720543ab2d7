package edge.deepfake.core.image

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

internal class TurnTest {
    /** Two rows of three pixels: 0 1 2 / 3 4 5. */
    private val picture = RgbImage(3, 2, ByteArray(18) { (it / 3).toByte() })

    @Test
    fun picturesTurnClockwise() {
        assertEquals(listOf(0, 1, 2, 3, 4, 5), turned(Turn.NONE))
        assertEquals(listOf(3, 0, 4, 1, 5, 2), turned(Turn.QUARTER))
        assertEquals(listOf(5, 4, 3, 2, 1, 0), turned(Turn.HALF))
        assertEquals(listOf(2, 5, 1, 4, 0, 3), turned(Turn.THREE_QUARTERS))
    }

    @Test
    fun turnedPicturesArePastedAtAPlace() {
        val into = RgbImage(5, 5)
        pasteTurned(picture, Turn.QUARTER, into, 1, 2)
        assertEquals(listOf(3, 0), pixelsOf(into).subList(11, 13))
        assertEquals(listOf(5, 2), pixelsOf(into).subList(21, 23))
        assertEquals(3 + 0 + 4 + 1 + 5 + 2, pixelsOf(into).sum())
    }

    @Test
    fun aTurnUndoesItsOpposite() {
        for (turn in Turn.entries) {
            val there = if (turn.swapsAxes) RgbImage(2, 3) else RgbImage(3, 2)
            val back = RgbImage(3, 2)
            pasteTurned(picture, turn, there)
            pasteTurned(there, turn.back, back)
            assertArrayEquals(picture.pixels, back.pixels)
        }
    }

    @Test
    fun boxesTurnBack() {
        val box = Box(1.0, 2.0, 4.0, 8.0)
        assertEquals(box, Turn.NONE.backOf(box, 20.0, 10.0))
        assertEquals(Box(2.0, 6.0, 8.0, 9.0), Turn.QUARTER.backOf(box, 20.0, 10.0))
        assertEquals(Box(16.0, 2.0, 19.0, 8.0), Turn.HALF.backOf(box, 20.0, 10.0))
        assertEquals(Box(12.0, 1.0, 18.0, 4.0), Turn.THREE_QUARTERS.backOf(box, 20.0, 10.0))
    }

    @Test
    fun mirroringSwapsLeftAndRight() {
        mirror(picture)
        assertEquals(listOf(2, 1, 0, 5, 4, 3), pixelsOf(picture))
    }

    private fun turned(turn: Turn): List<Int> {
        val into = if (turn.swapsAxes) RgbImage(2, 3) else RgbImage(3, 2)
        pasteTurned(picture, turn, into)
        return pixelsOf(into)
    }

    private fun pixelsOf(image: RgbImage): List<Int> = List(image.width * image.height) { image.pixels[it * 3].toInt() }
}
