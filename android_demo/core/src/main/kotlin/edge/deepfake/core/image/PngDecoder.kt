package edge.deepfake.core.image

import edge.deepfake.core.errors.ContractException
import edge.deepfake.core.errors.requireContract
import java.nio.ByteBuffer
import java.util.zip.DataFormatException
import java.util.zip.Inflater

private val SIGNATURE = "\u0089PNG\r\n\u001A\n".toByteArray(Charsets.ISO_8859_1)
private const val HEADER = "IHDR"
private const val DATA = "IDAT"
private const val END = "IEND"
private const val HEADER_BYTES = 13
private const val TYPE_BYTES = 4
private const val SUM_BYTES = 4
private const val DEPTH = 8
private const val TRUECOLOUR = 2
private const val MAX_SIDE = 4096

/**
 * Decodes a PNG of eight-bit RGB without interlacing, the format of the golden vectors. The platform's decoder is not
 * used, because it may convert colours.
 *
 * @throws ContractException if the bytes are not such a PNG.
 */
internal fun decodePng(data: ByteArray): RgbImage {
    val input = ByteBuffer.wrap(data)
    val start = ByteArray(SIGNATURE.size)
    if (input.remaining() >= start.size) input.get(start)
    requireContract(start.contentEquals(SIGNATURE), "", "not a PNG")
    val image = readHeader(chunkOf(input, HEADER))
    val lines = inflate(dataOf(input), image.height * (1 + image.width * CHANNELS))
    unfilter(lines, image)
    return image
}

private fun readHeader(header: ByteBuffer): RgbImage {
    requireContract(header.remaining() == HEADER_BYTES, "", "not a PNG")
    val width = header.int
    val height = header.int
    requireContract(width in 1..MAX_SIDE && height in 1..MAX_SIDE, "", "the PNG is too large")
    val plain =
        header.get().toInt() == DEPTH && header.get().toInt() == TRUECOLOUR &&
            header.short.toInt() == 0
    requireContract(plain && header.get().toInt() == 0, "", "not a plain RGB PNG")
    return RgbImage(width, height)
}

/** The data chunks up to the end chunk, joined. */
private fun dataOf(input: ByteBuffer): ByteArray {
    var joined = ByteArray(0)
    while (true) {
        val (type, chunk) = nextChunk(input)
        if (type == END) return joined
        if (type == DATA) joined += ByteArray(chunk.remaining()).also { chunk.get(it) }
    }
}

private fun chunkOf(input: ByteBuffer, type: String): ByteBuffer {
    val (found, chunk) = nextChunk(input)
    requireContract(found == type, "", "not a PNG")
    return chunk
}

private fun nextChunk(input: ByteBuffer): Pair<String, ByteBuffer> {
    requireContract(input.remaining() >= SUM_BYTES + TYPE_BYTES, "", "the PNG is cut off")
    val length = input.int
    val type = ByteArray(TYPE_BYTES).also { input.get(it) }.toString(Charsets.ISO_8859_1)
    requireContract(
        length >= 0 && length.toLong() + SUM_BYTES <= input.remaining(),
        "",
        "the PNG is cut off",
    )
    val chunk = input.slice()
    chunk.limit(length)
    input.position(input.position() + length + SUM_BYTES)
    return Pair(type, chunk)
}

private fun inflate(data: ByteArray, size: Int): ByteArray {
    val lines = ByteArray(size)
    val inflater = Inflater()
    try {
        inflater.setInput(data)
        var filled = 0
        while (filled < size) {
            val count = inflater.inflate(lines, filled, size - filled)
            requireContract(count > 0, "", "the PNG is cut off")
            filled += count
        }
    } catch (error: DataFormatException) {
        throw ContractException("", "the PNG is damaged", error)
    } finally {
        inflater.end()
    }
    return lines
}
