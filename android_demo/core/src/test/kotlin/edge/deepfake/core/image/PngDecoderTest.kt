package edge.deepfake.core.image

import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.golden.noise
import edge.deepfake.core.selftest.GoldenFile
import edge.deepfake.core.support.RealBundle
import edge.deepfake.core.support.rgbOf
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.io.DataOutputStream
import java.util.zip.DeflaterOutputStream
import javax.imageio.ImageIO
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

internal class PngDecoderTest {
    private val picture = noise(9, 7, 3)

    @ParameterizedTest
    @ValueSource(ints = [0, 1, 2, 3, 4])
    fun everyFilterIsUndone(filter: Int) {
        assertArrayEquals(picture.pixels, decodePng(png(filter)).pixels)
    }

    @Test
    fun theGoldenCropsAreAsThePlatformDecodesThem() {
        for (vector in GoldenFile.of(RealBundle.bundle).vectors) {
            val expected = rgbOf(ImageIO.read(vector.png.inputStream()))
            assertArrayEquals(expected.pixels, decodePng(vector.png).pixels, vector.id)
        }
    }

    @Test
    fun anyPartOfAPngIsRefused() {
        val whole = png(4)
        for (length in 0 until whole.size - 12) {
            assertThrows<ContractException>("$length bytes") { decodePng(whole.copyOf(length)) }
        }
    }

    @Test
    fun anUnknownFilterIsRefused() {
        assertThrows<ContractException> { decodePng(png(5)) }
    }

    @ParameterizedTest
    @ValueSource(ints = [BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_4BYTE_ABGR])
    fun otherKindsAreRefused(type: Int) {
        val data = ByteArrayOutputStream()
        ImageIO.write(BufferedImage(8, 8, type), "png", data)
        val error = assertThrows<ContractException> { decodePng(data.toByteArray()) }
        assertEquals("not a plain RGB PNG", error.problem)
    }

    @Test
    fun damagedDataAreRefused() {
        val damaged = png(0).also { it[8 + 25 + 8] = 0 }
        assertThrows<ContractException> { decodePng(damaged) }
    }

    private fun png(filter: Int): ByteArray {
        val data = ByteArrayOutputStream()
        val output = DataOutputStream(data)
        output.write(byteArrayOf(-119, 80, 78, 71, 13, 10, 26, 10))
        chunk(output, "IHDR") {
            it.writeInt(picture.width)
            it.writeInt(picture.height)
            it.write(byteArrayOf(8, 2, 0, 0, 0))
        }
        val packed = ByteArrayOutputStream()
        DeflaterOutputStream(packed).use { it.write(filtered(filter)) }
        val parts = packed.toByteArray().let { listOf(it.copyOf(20), it.copyOfRange(20, it.size)) }
        for (part in parts) chunk(output, "IDAT") { it.write(part) }
        chunk(output, "IEND") {}
        return data.toByteArray()
    }

    private fun chunk(output: DataOutputStream, type: String, write: (DataOutputStream) -> Unit) {
        val content = ByteArrayOutputStream().also { write(DataOutputStream(it)) }
        output.writeInt(content.size())
        output.writeBytes(type)
        output.write(content.toByteArray())
        output.writeInt(0)
    }

    /** Each row with its filter byte, minus the values that the filter predicts. */
    private fun filtered(filter: Int): ByteArray = (0 until picture.height).flatMap { y ->
        listOf(filter.toByte()) + (0 until picture.width * 3).map { i ->
            val (left, above, corner) = listOf(at(i - 3, y), at(i, y - 1), at(i - 3, y - 1))
            val estimate = left + above - corner
            val predicted = when (filter) {
                1 -> left
                2 -> above
                3 -> (left + above) / 2
                4 -> listOf(left, above, corner).minBy { kotlin.math.abs(estimate - it) }
                else -> 0
            }
            (at(i, y) - predicted).toByte()
        }
    }.toByteArray()

    private fun at(i: Int, y: Int): Int =
        if (i < 0 || y < 0) 0 else picture.pixels[y * picture.width * 3 + i].toInt() and 0xFF
}
