package edge.deepfake.app.picture

import android.content.ContentResolver
import android.net.Uri
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException
import java.io.FileNotFoundException
import java.io.IOException
import java.io.InputStream

/**
 * Reads the bytes at a URI that another app gave.
 *
 * @throws ImageException with the code `unreadable` (no such content, or no permission any more), `empty` or
 *   `too_large`.
 */
internal fun readBytes(resolver: ContentResolver, uri: Uri): ByteArray {
    val data = try {
        open(resolver, uri).use { readUpTo(it, PictureLimits.MAX_BYTES + 1) }
    } catch (error: SecurityException) {
        throw ImageException(FailureCode.UNREADABLE, "the permission to read it has ended", error)
    } catch (error: FileNotFoundException) {
        throw ImageException(FailureCode.UNREADABLE, "it no longer exists", error)
    } catch (error: IOException) {
        throw ImageException(FailureCode.UNREADABLE, "cannot read the file: ${error.message}", error)
    }
    if (data.isEmpty()) throw ImageException(FailureCode.EMPTY, "the file is empty")
    if (data.size > PictureLimits.MAX_BYTES) {
        throw ImageException(FailureCode.TOO_LARGE, "more than ${PictureLimits.MAX_BYTES / MILLION} MB")
    }
    return data
}

private fun open(resolver: ContentResolver, uri: Uri): InputStream =
    resolver.openInputStream(uri) ?: throw FileNotFoundException(uri.toString())

private fun readUpTo(input: InputStream, most: Int): ByteArray {
    var data = ByteArray(minOf(most, maxOf(input.available(), CHUNK)))
    var size = 0
    while (size < most) {
        if (size == data.size) data = data.copyOf(minOf(most, size * 2))
        val count = input.read(data, size, data.size - size)
        if (count < 0) break
        size += count
    }
    return data.copyOf(size)
}

private const val CHUNK = 65_536
private const val MILLION = 1_000_000
