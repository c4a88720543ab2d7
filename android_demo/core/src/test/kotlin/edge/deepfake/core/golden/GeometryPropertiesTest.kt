package edge.deepfake.core.golden

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.Cropper
import edge.deepfake.core.resample.cutCrop
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.resample.planWhole
import kotlin.math.ceil
import kotlin.math.floor
import kotlin.random.Random
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.RepeatedTest
import org.junit.jupiter.api.RepetitionInfo
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Properties of every picture and box. Each repetition uses its own random values, which are the same in every run. */
internal class GeometryPropertiesTest {
    @RepeatedTest(TIMES)
    fun aCropIsASquareAroundTheFace(repetition: RepetitionInfo) {
        val random = Random(repetition.currentRepetition)
        val face = boxIn(random, 1000)
        val margin = random.nextDouble(0.0, 1.0)
        val shift = random.nextDouble(-0.5, 0.5)
        val square = planCrop(face, margin, shift)
        assertEquals(square.width, square.height, 1e-9)
        assertEquals(maxOf(face.width, face.height) * (1 + 2 * margin), square.width, 1e-9)
        assertEquals(face.left + face.right, square.left + square.right, 1e-9)
        assertEquals(face.top + face.bottom + 2 * shift * face.height, square.top + square.bottom, 1e-9)
    }

    @RepeatedTest(TIMES)
    fun theWholeIsTheLargestCentredSquare(repetition: RepetitionInfo) {
        val random = Random(repetition.currentRepetition)
        val (width, height) = List(2) { random.nextInt(1, 5000) }
        val square = planWhole(width, height)
        assertEquals(minOf(width, height).toDouble(), square.width)
        assertEquals(square.width, square.height)
        assertEquals(width.toDouble(), square.left + square.right)
        assertEquals(height.toDouble(), square.top + square.bottom)
        assertTrue(square.left >= 0 && square.top >= 0)
    }

    @RepeatedTest(TIMES)
    fun aCropIsThatOfThePictureEnlargedToHoldIt(repetition: RepetitionInfo) {
        val random = Random(repetition.currentRepetition)
        val picture = pictureOf(random)
        val box = boxAround(random, picture)
        val left = maxOf(0, -floor(box.left).toInt())
        val top = maxOf(0, -floor(box.top).toInt())
        val width = left + maxOf(picture.width, ceil(box.right).toInt())
        val height = top + maxOf(picture.height, ceil(box.bottom).toInt())
        val padded = padded(picture, left, top, width, height)
        val moved = Box(box.left + left, box.top + top, box.right + left, box.bottom + top)
        val size = random.nextInt(1, 40)
        val cut = cutCrop(picture, box, size).pixels
        assertTrue(greatestDifference(cut, cutCrop(padded, moved, size).pixels) <= 1)
    }

    /** Of a crop that is not averaged over blocks, which count from the upper left corner. */
    @RepeatedTest(TIMES)
    fun aTurnedPictureGivesATurnedCrop(repetition: RepetitionInfo) {
        val random = Random(repetition.currentRepetition)
        val picture = pictureOf(random)
        val box = boxAround(random, picture)
        val size = random.nextInt((box.width / 4).toInt() + 1, 40)
        val turned = RgbImage(picture.width, picture.height, turned(picture.pixels))
        val there = Box(
            picture.width - box.right,
            picture.height - box.bottom,
            picture.width - box.left,
            picture.height - box.top,
        )
        val straight = cutCrop(picture, box, size).pixels
        val back = turned(cutCrop(turned, there, size).pixels)
        assertTrue(greatestDifference(straight, back) <= 1)
    }

    @RepeatedTest(TIMES)
    fun levelsStayBetweenThoseOfThePicture(repetition: RepetitionInfo) {
        val random = Random(repetition.currentRepetition)
        val picture = pictureOf(random)
        val grey = RgbImage(
            picture.width,
            picture.height,
            ByteArray(picture.pixels.size) { (90 + (picture.pixels[it].toInt() and 0x1F)).toByte() },
        )
        val crop = cutCrop(grey, boxAround(random, picture), random.nextInt(1, 40))
        assertTrue(crop.pixels.all { it in 90..121 })
    }

    @Test
    fun theSameSizeIsTheSamePicture() {
        val picture = noise(31, 31, 3)
        assertArrayEquals(picture.pixels, cutCrop(picture, planWhole(31, 31), 31).pixels)
    }

    @RepeatedTest(TIMES)
    fun aReusedCropperForgetsWhatItDid(repetition: RepetitionInfo) {
        val random = Random(repetition.currentRepetition)
        val cropper = Cropper()
        val into = RgbImage(24, 24)
        repeat(4) {
            val picture = pictureOf(random)
            val box = boxAround(random, picture)
            cropper.cut(picture, box, into)
            assertArrayEquals(cutCrop(picture, box, 24).pixels, into.pixels)
        }
    }

    @Test
    fun aBoxWithoutAreaIsRefused() {
        val picture = noise(8, 8, 1)
        val boxes = listOf(
            Box(1.0, 1.0, 1.0, 4.0),
            Box(4.0, 1.0, 1.0, 4.0),
            Box(0.0, 0.0, Double.NaN, 4.0),
            Box(0.0, 0.0, Double.POSITIVE_INFINITY, 4.0),
        )
        for (box in boxes) assertThrows<IllegalArgumentException> { cutCrop(picture, box, 4) }
    }

    private fun pictureOf(random: Random): RgbImage =
        noise(random.nextInt(1, 60), random.nextInt(1, 60), random.nextLong(1, 1L shl 32))

    private fun boxIn(random: Random, extent: Int): Box {
        val (x, y) = List(2) { random.nextDouble(-extent.toDouble(), 2.0 * extent) }
        return Box(x, y, x + random.nextDouble(0.5, 300.0), y + random.nextDouble(0.5, 300.0))
    }

    /** A square that overlaps the picture and may reach over its edge. */
    private fun boxAround(random: Random, picture: RgbImage): Box {
        val half = random.nextDouble(0.4, 40.0)
        val x = random.nextDouble(0.0, picture.width.toDouble())
        val y = random.nextDouble(0.0, picture.height.toDouble())
        return Box(x - half, y - half, x + half, y + half)
    }

    /** A picture of [width] x [height] pixels with [picture] at ([left], [top]), whose edge is repeated around it. */
    private fun padded(picture: RgbImage, left: Int, top: Int, width: Int, height: Int): RgbImage {
        val large = RgbImage(width, height)
        for (i in large.pixels.indices) {
            val x = (i / 3 % width - left).coerceIn(0, picture.width - 1)
            val y = (i / 3 / width - top).coerceIn(0, picture.height - 1)
            large.pixels[i] = picture.pixels[(y * picture.width + x) * 3 + i % 3]
        }
        return large
    }

    private fun turned(pixels: ByteArray): ByteArray =
        ByteArray(pixels.size) { pixels[pixels.size - 3 - it / 3 * 3 + it % 3] }

    private companion object {
        const val TIMES = 40
    }
}
