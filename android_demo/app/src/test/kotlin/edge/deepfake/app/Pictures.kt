package edge.deepfake.app

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.LinearGradient
import android.graphics.Paint
import android.graphics.Shader
import android.net.Uri
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.InputStream
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/** The app of the running test. */
internal val APP: TestApp get() = RuntimeEnvironment.getApplication() as TestApp

/** A JPEG of a gradient, without a face. */
internal fun photo(): ByteArray {
    val bitmap = Bitmap.createBitmap(160, 120, Bitmap.Config.ARGB_8888)
    val sky = LinearGradient(0f, 0f, 0f, 120f, Color.BLUE, Color.YELLOW, Shader.TileMode.CLAMP)
    Canvas(bitmap).drawPaint(Paint().apply { shader = sky })
    return ByteArrayOutputStream().also { bitmap.compress(Bitmap.CompressFormat.JPEG, 90, it) }.toByteArray()
}

/** Registers content of another app that holds [data], and gives its URI. */
internal fun offer(name: String, data: ByteArray): Uri = offer(name) { ByteArrayInputStream(data) }

/** Registers content of another app that [open] opens, and gives its URI. [open] may throw an exception. */
internal fun offer(name: String, open: () -> InputStream): Uri {
    val uri = Uri.parse("content://pictures/$name")
    shadowOf(APP.contentResolver).registerInputStreamSupplier(uri) { open() }
    return uri
}
