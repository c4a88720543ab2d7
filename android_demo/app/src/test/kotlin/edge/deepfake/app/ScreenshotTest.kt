package edge.deepfake.app

import android.Manifest
import android.app.Activity
import android.content.Intent
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Canvas
import android.graphics.Color
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.net.Uri
import edge.deepfake.app.about.AboutActivity
import edge.deepfake.app.bench.BenchActivity
import edge.deepfake.app.camera.CameraActivity
import edge.deepfake.app.camera.addCamera
import edge.deepfake.app.camera.seeInCamera
import edge.deepfake.app.home.HomeActivity
import edge.deepfake.app.result.BatchActivity
import edge.deepfake.app.result.ResultActivity
import edge.deepfake.app.settings.SettingsActivity
import java.io.File
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.ParameterizedRobolectricTestRunner
import org.robolectric.ParameterizedRobolectricTestRunner.Parameters
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/**
 * Draws every screen with real results into build/maven/screenshots: in the light and in the dark theme, in landscape,
 * and with the largest text in German, whose words are longer. Fails if a screen is blank or not accessible.
 */
@RunWith(ParameterizedRobolectricTestRunner::class)
internal class ScreenshotTest(private val look: String, private val qualifiers: String, private val fontScale: Float) {
    @Before
    fun set() {
        RuntimeEnvironment.setQualifiers(qualifiers)
        RuntimeEnvironment.setFontScale(fontScale)
        skipSelfTest(LinuxModelLoader())
    }

    @Test
    fun home() = draw("home", open<HomeActivity>().get())

    @Test
    fun result() = draw("result", resultOf("real_group.jpg"))

    @Test
    fun evidence() {
        val screen = resultOf("fake_swap_hopper_on_collins.jpg")
        screen.press(R.id.show_evidence)
        draw("evidence", screen)
    }

    @Test
    fun noFace() = draw("no-face", resultOf("real_rocket.jpg"))

    @Test
    fun problem() = draw("problem", resultOf("broken.jpg"))

    @Test
    fun batch() {
        val names = listOf("real_collins.jpg", "fake_swap_hopper_on_collins.jpg", "real_rocket.jpg", "broken.jpg")
        val pictures = ArrayList<Uri>(names.map { offer(it, sample(it)) })
        val intent = Intent(Intent.ACTION_SEND_MULTIPLE).putParcelableArrayListExtra(Intent.EXTRA_STREAM, pictures)
        draw("batch", open<BatchActivity>(intent).get())
    }

    @Test
    fun camera() {
        takeTrueTimes()
        shadowOf(APP).grantPermissions(Manifest.permission.CAMERA)
        val cameras = APP.getSystemService(CameraManager::class.java)
        addCamera(cameras, "0", CameraCharacteristics.LENS_FACING_BACK, sensorOrientation = 0)
        addCamera(cameras, "1", CameraCharacteristics.LENS_FACING_FRONT, sensorOrientation = 0)
        val screen = open<CameraActivity>().get()
        val picture = BitmapFactory.decodeStream(sample("real_collins.jpg").inputStream())
        seeInCamera(screen, picture)
        draw("camera", screen)
    }

    @Test
    fun cameraDenied() {
        val cameras = APP.getSystemService(CameraManager::class.java)
        addCamera(cameras, "0", CameraCharacteristics.LENS_FACING_BACK, sensorOrientation = 90)
        val controller = open<CameraActivity>()
        controller.pause().resume()
        settle()
        draw("camera-denied", controller.get())
    }

    @Test
    fun settings() {
        takeTrueTimes()
        draw("settings", open<SettingsActivity>().get())
    }

    @Test
    fun about() = draw("about", open<AboutActivity>().get())

    @Test
    fun bench() {
        takeTrueTimes()
        val cases = """[{"accelerator":"cpu","threads":1},{"accelerator":"gpu-fp16","threads":1}]"""
        val suite = """{"schema":"edge-bench/phone-suite/1","warm_ups":1,"runs":5,"cases":$cases}"""
        draw("bench", open<BenchActivity>(Intent().putExtra("suite", suite)).get())
    }

    /** Screenshots that the README shows must show measured times, and not those of a stored answer. */
    private fun takeTrueTimes() {
        skipSelfTest(LinuxModelLoader(remembers = look !in setOf("light", "dark")))
    }

    private fun resultOf(name: String): ResultActivity =
        open<ResultActivity>(Intent(Intent.ACTION_VIEW, offer(name, sample(name)))).get()

    private fun draw(name: String, screen: Activity) {
        assertAccessible("$name in $look", screen)
        val view = screen.window.decorView
        val picture = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        picture.eraseColor(Color.BLACK)
        view.jumpDrawablesToCurrentState()
        view.draw(Canvas(picture))
        val colours = IntArray(picture.width * picture.height)
        picture.getPixels(colours, 0, picture.width, 0, 0, picture.width, picture.height)
        assertTrue("$name is blank", colours.toSet().size > FEWEST_COLOURS)
        FOLDER.mkdirs()
        File(FOLDER, "$name-$look.png").outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    internal companion object {
        private const val FEWEST_COLOURS = 20
        private val FOLDER = File(REPOSITORY, "android_demo/app/build/maven/screenshots")

        @JvmStatic
        @Parameters(name = "{0}")
        fun looks(): List<Array<Any>> = listOf(
            arrayOf("light", "w411dp-h891dp-hdpi", 1f),
            arrayOf("dark", "w411dp-h891dp-night-hdpi", 1f),
            arrayOf("large-text", "de-w411dp-h891dp-hdpi", 2f),
            arrayOf("landscape", "w891dp-h411dp-land-hdpi", 1f),
        )
    }
}
