package edge.deepfake.app.home

import android.app.Activity
import android.content.Intent
import android.net.Uri
import edge.deepfake.app.APP
import edge.deepfake.app.Behaviour
import edge.deepfake.app.FakeModelLoader
import edge.deepfake.app.R
import edge.deepfake.app.about.AboutActivity
import edge.deepfake.app.camera.CameraActivity
import edge.deepfake.app.open
import edge.deepfake.app.press
import edge.deepfake.app.result.ResultActivity
import edge.deepfake.app.settings.SettingsActivity
import edge.deepfake.app.settle
import edge.deepfake.app.shows
import edge.deepfake.app.textOf
import edge.deepfake.core.engine.Candidate
import java.util.concurrent.Executor
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
internal class HomeActivityTest {
    @Test
    fun saysThatItIsReady() {
        val home = open<HomeActivity>().get()
        assertEquals("Ready.", home.textOf(R.id.engine))
        assertFalse(home.shows(R.id.problem))
    }

    @Test
    fun saysWhatItTests() {
        val put = ArrayList<Runnable>()
        APP.worker = Executor(put::add)
        val home = open<HomeActivity>().get()
        assertEquals("Getting ready…", home.textOf(R.id.engine))
        put.single().run()
        settle()
        assertEquals("Ready.", home.textOf(R.id.engine))
    }

    @Test
    fun opensTheOtherScreens() {
        val home = open<HomeActivity>().get()
        val screens = mapOf(
            R.id.camera to CameraActivity::class.java,
            R.id.settings to SettingsActivity::class.java,
            R.id.about to AboutActivity::class.java,
        )
        for ((view, screen) in screens) {
            home.press(view)
            assertEquals(screen.name, shadowOf(home).nextStartedActivity.component?.className)
        }
    }

    @Test
    fun handsAChosenPictureOn() {
        val home = open<HomeActivity>().get()
        home.press(R.id.choose)
        val chooser = shadowOf(home).nextStartedActivityForResult.intent
        val picture = Uri.parse("content://pictures/1")
        shadowOf(home).receiveResult(chooser, Activity.RESULT_OK, Intent().setData(picture))
        val started = shadowOf(home).nextStartedActivity
        assertEquals(ResultActivity::class.java.name, started.component?.className)
        assertEquals(picture, started.data)
        assertTrue(started.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
    }

    @Test
    fun opensNothingWhenNothingWasChosen() {
        val home = open<HomeActivity>().get()
        home.press(R.id.choose)
        val chooser = shadowOf(home).nextStartedActivityForResult.intent
        shadowOf(home).receiveResult(chooser, Activity.RESULT_CANCELED, null)
        assertEquals(chooser.action, shadowOf(home).nextStartedActivity.action)
        assertEquals(null, shadowOf(home).nextStartedActivity)
    }

    @Test
    fun saysWhyNothingCanBeChecked() {
        APP.modelLoader = FakeModelLoader(behaviours = mapOf(Candidate.CPU to Behaviour.WRONG))
        val home = open<HomeActivity>().get()
        assertTrue(home.shows(R.id.problem))
        assertEquals("This phone computes wrong answers", home.textOf(R.id.problem_title))
        assertTrue(home.textOf(R.id.problem_detail).startsWith("cpu: wrong_answers"))
    }

    @Test
    fun testsAgainOnRequest() {
        val behaviours = mutableMapOf(Candidate.CPU to Behaviour.WRONG)
        APP.modelLoader = FakeModelLoader(behaviours = behaviours)
        val home = open<HomeActivity>().get()
        behaviours[Candidate.CPU] = Behaviour.RIGHT
        home.press(R.id.problem_action)
        assertEquals("Ready.", home.textOf(R.id.engine))
        assertFalse(home.shows(R.id.problem))
    }
}
