package edge.deepfake.app

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Color
import android.net.Uri
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.InputStream
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/** The app of the running test. */
internal val APP: TestApp get() = RuntimeEnvironment.getApplication() as TestApp

/** A photograph without a face. It is no picture of a golden vector, which the fake models answer otherwise. */
internal fun photo(): ByteArray {
    val rocket = BitmapFactory.decodeStream(sample("real_rocket.jpg").inputStream())
    val smaller = Bitmap.createScaledBitmap(rocket, 480, 320, true)
    return ByteArrayOutputStream().also { smaller.compress(Bitmap.CompressFormat.JPEG, 90, it) }.toByteArray()
}

/** A PNG of a page in one grey, which is no photograph and has no colour. */
internal fun greyPage(): ByteArray {
    val bitmap = Bitmap.createBitmap(160, 120, Bitmap.Config.ARGB_8888).apply { eraseColor(Color.GRAY) }
    return ByteArrayOutputStream().also { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }.toByteArray()
}

/** Registers content of another app that holds [data], and gives its URI. */
internal fun offer(name: String, data: ByteArray): Uri = offer(name) { ByteArrayInputStream(data) }

/** Registers content of another app that [open] opens, and gives its URI. [open] may throw an exception. */
internal fun offer(name: String, open: () -> InputStream): Uri {
    val uri = Uri.parse("content://pictures/$name")
    shadowOf(APP.contentResolver).registerInputStreamSupplier(uri) { open() }
    return uri
}
