package edge.deepfake.app.picture

import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Test

internal class PictureLimitsTest {
    @Test
    fun picturesThatFitAreNotReduced() {
        assertEquals(1, PictureLimits.reductionOf(4000, 4000))
        assertEquals(emptyList<String>(), PictureLimits.notesOf(1))
    }

    @Test
    fun largePicturesAreReducedUntilTheyFit() {
        assertEquals(2, PictureLimits.reductionOf(4000, 4001))
        assertEquals(4, PictureLimits.reductionOf(12_000, 9000))
        assertEquals(listOf("decoded at 1/4 scale"), PictureLimits.notesOf(4))
    }

    @Test
    fun hugePicturesAreRefused() {
        for ((width, height) in listOf(20_000 to 20_000, 1_000_000 to 1000, Int.MAX_VALUE to Int.MAX_VALUE)) {
            val error = assertThrows(ImageException::class.java) { PictureLimits.reductionOf(width, height) }
            assertEquals(FailureCode.TOO_LARGE, error.code)
        }
    }
}
