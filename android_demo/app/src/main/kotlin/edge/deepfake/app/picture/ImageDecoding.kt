package edge.deepfake.app.picture

import android.annotation.TargetApi
import android.graphics.ColorSpace
import android.graphics.ImageDecoder
import android.os.Build
import android.util.Size
import edge.deepfake.core.errors.ImageException
import java.io.IOException
import java.nio.ByteBuffer

/**
 * Decodes a picture with `ImageDecoder` (Android 9), which rotates it upright. Of an animation, it decodes the first
 * frame.
 *
 * @throws ImageException if the bytes are not a picture, or the picture is too large.
 */
@TargetApi(Build.VERSION_CODES.P)
internal fun decodeWithImageDecoder(data: ByteArray): DecodedPicture {
    val header = Header()
    val bitmap = try {
        ImageDecoder.decodeBitmap(ImageDecoder.createSource(ByteBuffer.wrap(data)), header)
    } catch (error: IOException) {
        throw refused(data, error.message, error)
    }
    return decodedOf(bitmap, header.fullSize, header.notes)
}

/** Configures the decoder as soon as the picture's size is known. */
@TargetApi(Build.VERSION_CODES.P)
private class Header : ImageDecoder.OnHeaderDecodedListener {
    val notes = ArrayList<String>()
    var fullSize = Size(0, 0)
        private set

    @TargetApi(Build.VERSION_CODES.P)
    override fun onHeaderDecoded(decoder: ImageDecoder, info: ImageDecoder.ImageInfo, source: ImageDecoder.Source) {
        fullSize = info.size
        val reduction = PictureLimits.reductionOf(info.size.width, info.size.height)
        if (reduction > 1) decoder.setTargetSampleSize(reduction)
        decoder.setTargetColorSpace(ColorSpace.get(ColorSpace.Named.SRGB))
        decoder.allocator = ImageDecoder.ALLOCATOR_SOFTWARE
        notes += PictureLimits.notesOf(reduction)
        if (info.isAnimated) notes += "first frame of an animation"
    }
}
