package edge.deepfake.app.camera

import android.Manifest
import android.content.Context
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.os.PowerManager
import android.provider.Settings
import edge.deepfake.app.APP
import edge.deepfake.app.Behaviour
import edge.deepfake.app.FakeModelLoader
import edge.deepfake.app.R
import edge.deepfake.app.open
import edge.deepfake.app.press
import edge.deepfake.app.settle
import edge.deepfake.app.shows
import edge.deepfake.app.textOf
import edge.deepfake.core.engine.Candidate
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
internal class CameraActivityTest {
    @Before
    fun set() = addCameras()

    @Test
    fun looksOnceItMay() {
        shadowOf(APP).grantPermissions(Manifest.permission.CAMERA)
        val screen = open<CameraActivity>().get()
        assertEquals("Checking…", screen.textOf(R.id.camera_verdict))
        assertTrue("there are two cameras", screen.shows(R.id.flip))
    }

    @Test
    fun asksForThePermissionOnce() {
        val controller = open<CameraActivity>()
        val asked = shadowOf(controller.get()).lastRequestedPermission
        assertEquals(listOf(Manifest.permission.CAMERA), asked.requestedPermissions.toList())
        controller.pause().resume()
        settle()
        assertEquals("The camera is not allowed", controller.get().textOf(R.id.problem_title))
        assertFalse(controller.get().shows(R.id.camera_card))
    }

    @Test
    fun leadsToTheSettingsWhereOnlyTheyHelp() {
        val controller = open<CameraActivity>()
        controller.pause().resume()
        controller.get().press(R.id.problem_action)
        val started = shadowOf(controller.get()).nextStartedActivity
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, started.action)
    }

    @Test
    fun looksWhenThePermissionIsGivenLater() {
        val controller = open<CameraActivity>()
        controller.pause()
        shadowOf(APP).grantPermissions(Manifest.permission.CAMERA)
        controller.resume()
        settle()
        assertEquals("Checking…", controller.get().textOf(R.id.camera_verdict))
        assertFalse(controller.get().shows(R.id.problem_page))
    }

    @Test
    fun saysThatThereIsNoCamera() {
        removeCameras()
        val screen = open<CameraActivity>().get()
        assertEquals("There is no camera", screen.textOf(R.id.problem_title))
        assertFalse(screen.shows(R.id.flip))
    }

    @Test
    fun saysWhyNothingCanBeJudged() {
        shadowOf(APP).grantPermissions(Manifest.permission.CAMERA)
        APP.modelLoader = FakeModelLoader(behaviours = mapOf(Candidate.CPU to Behaviour.REFUSES))
        val screen = open<CameraActivity>().get()
        assertEquals("This phone computes wrong answers", screen.textOf(R.id.problem_title))
    }

    @Test
    fun slowsDownWhenThePhoneIsHot() {
        shadowOf(APP).grantPermissions(Manifest.permission.CAMERA)
        val screen = open<CameraActivity>().get()
        val power = shadowOf(APP.getSystemService(PowerManager::class.java))
        power.setCurrentThermalStatus(PowerManager.THERMAL_STATUS_SEVERE)
        settle()
        assertEquals("The phone is warm: checking less often.", screen.textOf(R.id.camera_engine))
        power.setCurrentThermalStatus(PowerManager.THERMAL_STATUS_CRITICAL)
        settle()
        assertTrue(screen.textOf(R.id.camera_engine).startsWith("The phone is hot"))
        power.setCurrentThermalStatus(PowerManager.THERMAL_STATUS_NONE)
        settle()
        assertEquals("", screen.textOf(R.id.camera_engine))
    }

    @Test
    fun hasAPaceForEveryHeat() {
        val paces = (PowerManager.THERMAL_STATUS_NONE..PowerManager.THERMAL_STATUS_SHUTDOWN).map(Pace::of)
        assertEquals(List(2) { Pace.FULL } + List(2) { Pace.SLOW } + List(3) { Pace.STOPPED }, paces)
    }

    private fun manager() = APP.getSystemService(Context.CAMERA_SERVICE) as CameraManager

    private fun addCameras() {
        addCamera(manager(), "0", CameraCharacteristics.LENS_FACING_BACK, sensorOrientation = 90)
        addCamera(manager(), "1", CameraCharacteristics.LENS_FACING_FRONT, sensorOrientation = 270)
    }

    private fun removeCameras() = listOf("0", "1").forEach { shadowOf(manager()).removeCamera(it) }
}
