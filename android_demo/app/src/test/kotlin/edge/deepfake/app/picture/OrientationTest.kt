package edge.deepfake.app.picture

import android.media.ExifInterface
import kotlin.math.roundToInt
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class OrientationTest {
    /** By EXIF orientation: where one step right and one step down in the file go in the upright picture. */
    private val steps = mapOf(
        ExifInterface.ORIENTATION_NORMAL to listOf(1, 0, 0, 1),
        ExifInterface.ORIENTATION_FLIP_HORIZONTAL to listOf(-1, 0, 0, 1),
        ExifInterface.ORIENTATION_ROTATE_180 to listOf(-1, 0, 0, -1),
        ExifInterface.ORIENTATION_FLIP_VERTICAL to listOf(1, 0, 0, -1),
        ExifInterface.ORIENTATION_TRANSPOSE to listOf(0, 1, 1, 0),
        ExifInterface.ORIENTATION_ROTATE_90 to listOf(0, 1, -1, 0),
        ExifInterface.ORIENTATION_TRANSVERSE to listOf(0, -1, -1, 0),
        ExifInterface.ORIENTATION_ROTATE_270 to listOf(0, -1, 1, 0),
    )

    @Test
    fun everyOrientationIsTurnedUpright() {
        for ((orientation, expected) in steps) {
            val points = floatArrayOf(1f, 0f, 0f, 1f)
            orientationMatrix(orientation).mapVectors(points)
            assertEquals("orientation $orientation", expected, points.map { it.roundToInt() })
        }
    }
}
