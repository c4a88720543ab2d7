package edge.deepfake.app

import android.graphics.Color
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

/** Text has a contrast of at least 4.5 with its background (WCAG 2.2, success criterion 1.4.3). */
@RunWith(RobolectricTestRunner::class)
internal class ContrastTest {
    private val pairs = listOf(
        R.color.ink to R.color.ground,
        R.color.ink to R.color.surface,
        R.color.ink_soft to R.color.ground,
        R.color.ink_soft to R.color.surface,
        R.color.accent to R.color.surface,
        R.color.accent to R.color.accent_soft,
        R.color.accent to R.color.ground,
        R.color.on_accent to R.color.accent,
        R.color.real to R.color.surface,
        R.color.fake to R.color.surface,
        R.color.unsure to R.color.surface,
    )

    private fun check() {
        for ((text, ground) in pairs) {
            val ratio = contrast(APP.getColor(text), APP.getColor(ground))
            val names = listOf(text, ground).map(APP.resources::getResourceEntryName)
            assertTrue("$names: $ratio", ratio >= MIN_CONTRAST)
        }
    }

    private fun contrast(one: Int, other: Int): Double {
        val (dark, light) = listOf(Color.luminance(one), Color.luminance(other)).sorted()
        return (light + OFFSET) / (dark + OFFSET)
    }

    @Test
    fun inTheLightTheme() = check()

    @Test
    fun inTheDarkTheme() {
        RuntimeEnvironment.setQualifiers("+night")
        check()
    }

    @Test
    fun overTheCamera() {
        for (text in listOf(
            R.color.on_scrim,
            R.color.box_real,
            R.color.box_fake,
            R.color.box_unsure,
            R.color.box_possible,
        )) {
            val ground = overWhite(APP.getColor(R.color.scrim))
            val ratio = contrast(APP.getColor(text), ground)
            assertTrue("${APP.resources.getResourceEntryName(text)}: $ratio", ratio >= MIN_CONTRAST)
        }
    }

    /** The scrim over white, the brightest possible picture. */
    private fun overWhite(colour: Int): Int {
        val alpha = Color.alpha(colour) / FULL
        fun mix(level: Int) = (level * alpha + FULL * (1 - alpha)).toInt()
        return Color.rgb(mix(Color.red(colour)), mix(Color.green(colour)), mix(Color.blue(colour)))
    }

    private companion object {
        const val MIN_CONTRAST = 4.5
        const val OFFSET = 0.05
        const val FULL = 255.0
    }
}
