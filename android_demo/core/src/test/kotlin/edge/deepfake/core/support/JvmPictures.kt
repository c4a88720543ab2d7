package edge.deepfake.core.support

import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.RgbImage
import java.awt.image.BufferedImage
import java.io.File
import java.io.IOException
import javax.imageio.ImageIO

/** Decodes a sample picture with the JDK. The samples are upright and in sRGB. */
internal fun readPicture(file: File): Picture {
    val image = try {
        ImageIO.read(file)
    } catch (error: IOException) {
        throw ImageException(FailureCode.UNDECODABLE, "damaged", error)
    } ?: throw ImageException(FailureCode.UNSUPPORTED, "no picture")
    return Picture(rgbOf(image))
}

internal fun rgbOf(image: BufferedImage): RgbImage {
    val rgb = RgbImage(image.width, image.height)
    val row = IntArray(image.width)
    for (y in 0 until image.height) {
        image.getRGB(0, y, image.width, 1, row, 0, image.width)
        rgb.setRow(y, row)
    }
    return rgb
}
