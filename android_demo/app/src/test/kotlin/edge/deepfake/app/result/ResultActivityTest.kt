package edge.deepfake.app.result

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.widget.CheckBox
import edge.deepfake.app.APP
import edge.deepfake.app.Behaviour
import edge.deepfake.app.FakeModelLoader
import edge.deepfake.app.R
import edge.deepfake.app.greyPage
import edge.deepfake.app.offer
import edge.deepfake.app.open
import edge.deepfake.app.photo
import edge.deepfake.app.press
import edge.deepfake.app.sample
import edge.deepfake.app.settle
import edge.deepfake.app.shows
import edge.deepfake.app.textOf
import edge.deepfake.core.contract.BundleSource
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.result.ScanResult
import java.io.FileNotFoundException
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowToast

@RunWith(RobolectricTestRunner::class)
internal class ResultActivityTest {
    private fun share(uri: Uri): ResultActivity =
        open<ResultActivity>(Intent(Intent.ACTION_SEND).setType("image/jpeg").putExtra(Intent.EXTRA_STREAM, uri)).get()

    private fun assertFailed(screen: ResultActivity, words: String) {
        assertTrue("there must be a reason", screen.shows(R.id.problem))
        assertFalse("there must be no verdict", screen.shows(R.id.scan_result))
        assertFalse("there must be nothing to share", screen.shows(R.id.bar_action))
        assertTrue(screen.textOf(R.id.problem_text), screen.textOf(R.id.problem_text).contains(words))
    }

    @Test
    fun checksASharedPicture() {
        APP.modelLoader = FakeModelLoader(FakeModelLoader.FAKE)
        val screen = share(offer("shared.jpg", photo()))
        assertEquals("Looks fake", screen.textOf(R.id.verdict_word))
        assertTrue(screen.shows(R.id.verdict_card))
        assertFalse(screen.shows(R.id.unsure_card))
        assertTrue(screen.textOf(R.id.details).contains("Ran on: CPU"))
    }

    @Test
    fun checksAPictureThatIsOpenedWithIt() {
        APP.modelLoader = FakeModelLoader(FakeModelLoader.REAL)
        val uri = offer("opened.jpg", photo())
        val screen = open<ResultActivity>(Intent(Intent.ACTION_VIEW).setDataAndType(uri, "image/jpeg")).get()
        assertEquals("Looks real", screen.textOf(R.id.verdict_word))
    }

    @Test
    fun explainsUnsure() {
        val screen = share(offer("unsure.jpg", photo()))
        assertEquals("Unsure", screen.textOf(R.id.verdict_word))
        assertTrue(screen.shows(R.id.unsure_card))
    }

    @Test
    fun saysWhyThereIsNoVerdict() {
        APP.modelLoader = FakeModelLoader(FakeModelLoader.FAKE)
        val screen = share(offer("page.png", greyPage()))
        assertEquals("Unsure", screen.textOf(R.id.verdict_word))
        assertTrue(screen.textOf(R.id.verdict_text), "black and white" in screen.textOf(R.id.verdict_text))
        assertTrue("black and white" in screen.textOf(R.id.region_reasons))
        assertTrue("the neural network was tested" in screen.textOf(R.id.unsure_text))
    }

    @Test
    fun showsTheEvidenceOnDemand() {
        val screen = share(offer("evidence.jpg", photo()))
        val picture = screen.findViewById<PictureView>(R.id.picture)
        assertFalse(picture.showsEvidence)
        screen.press(R.id.show_evidence)
        assertTrue(picture.showsEvidence)
        assertTrue(screen.shows(R.id.evidence_text))
    }

    @Test
    fun keepsTheResultWhenThePhoneIsTurned() {
        var opened = 0
        val uri = offer("turned.jpg") {
            opened++
            photo().inputStream()
        }
        val controller = open<ResultActivity>(Intent(Intent.ACTION_VIEW, uri))
        controller.get().press(R.id.show_evidence)
        controller.recreate()
        settle()
        assertEquals(1, opened)
        assertTrue(controller.get().findViewById<CheckBox>(R.id.show_evidence).isChecked)
        assertEquals("Unsure", controller.get().textOf(R.id.verdict_word))
    }

    @Test
    fun sharesTheResultAsJson() {
        val screen = share(offer("Holiday Photo.jpg", photo()))
        screen.press(R.id.bar_action)
        val chooser = shadowOf(screen).nextStartedActivity
        val intent = checkNotNull(chooser.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java))
        val uri = checkNotNull(intent.getParcelableExtra(Intent.EXTRA_STREAM, Uri::class.java))
        assertEquals("application/json", intent.type)
        assertTrue(intent.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
        val text = ResultFiles(APP).fileOf(uri)?.readText().orEmpty()
        assertEquals("edge-runtime/scan-result/2", JSONObject(text).getString("schema"))
        assertEquals("tensorflow-lite", ScanResult.fromJson(text).runtime.backend)
    }

    @Test
    fun saysThatAResultCannotBeShared() {
        val screen = share(offer("a.jpg", photo()))
        APP.cacheDir.resolve("results").writeText("in the way of the folder")
        screen.press(R.id.share)
        assertNull(shadowOf(screen).nextStartedActivity)
        assertTrue(ShadowToast.getTextOfLatestToast().startsWith("The result cannot be shared"))
    }

    @Test
    fun saysThatThereIsNoPicture() {
        assertFailedWithoutPicture(Intent(Intent.ACTION_SEND).setType("image/*"))
        assertFailedWithoutPicture(Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_STREAM, "text instead of a URI"))
    }

    private fun assertFailedWithoutPicture(intent: Intent) {
        val screen = open<ResultActivity>(intent).get()
        assertEquals("There is no picture", screen.textOf(R.id.problem_title))
    }

    @Test
    fun saysWhyAFileIsNoPicture() {
        assertFailed(share(offer("empty.jpg", ByteArray(0))), "no content")
        assertFailed(share(offer("text.jpg", "this is text".toByteArray())), "not a picture")
        assertFailed(share(offer("broken.jpg", sample("broken.jpg"))), "damaged")
        assertFailed(share(offer("cut.jpg", photo().copyOf(300))), "damaged")
    }

    @Test
    fun saysThatThePermissionIsGone() {
        assertFailed(share(offer("revoked.jpg") { throw SecurityException("revoked") }), "no longer gives access to it")
        assertFailed(share(offer("gone.jpg") { throw FileNotFoundException("gone") }), "no longer gives access to it")
    }

    @Test
    fun doesNotReadFilesForOtherApps() {
        val own = Uri.fromFile(APP.filesDir.resolve("own.jpg").apply { writeBytes(photo()) })
        assertFailed(share(own), "no longer gives access to it")
    }

    @Test
    fun triesAgainOnRequest() {
        var data = ByteArray(0)
        val screen = share(offer("later.jpg") { data.inputStream() })
        assertFailed(screen, "no content")
        data = photo()
        screen.press(R.id.problem_action)
        assertEquals("Unsure", screen.textOf(R.id.verdict_word))
        assertTrue(screen.shows(R.id.scan_result))
    }

    @Test
    fun offersAnotherPictureInPlaceOfABadOne() {
        val screen = share(offer("broken.jpg", sample("broken.jpg")))
        assertEquals("Choose another picture", screen.textOf(R.id.problem_action))
        chooseInstead(screen, offer("good.jpg", photo()))
        assertEquals("Unsure", screen.textOf(R.id.verdict_word))
        assertTrue(screen.shows(R.id.scan_result))
        assertFalse(screen.shows(R.id.problem))
    }

    /** The system restarts the app with its first intent. */
    @Test
    fun keepsTheOtherPictureWhenTheProcessEnds() {
        val asked = Intent(Intent.ACTION_VIEW, offer("broken.jpg", sample("broken.jpg")))
        val before = open<ResultActivity>(asked)
        chooseInstead(before.get(), offer("good.jpg", photo()))
        val state = Bundle()
        before.pause().stop().saveInstanceState(state).destroy()
        val after = Robolectric.buildActivity(ResultActivity::class.java, asked).setup(state).get()
        settle()
        assertEquals("Unsure", after.textOf(R.id.verdict_word))
        assertFalse(after.shows(R.id.problem))
    }

    private fun chooseInstead(screen: ResultActivity, picture: Uri) {
        screen.press(R.id.problem_action)
        val chooser = shadowOf(screen).nextStartedActivityForResult.intent
        shadowOf(screen).receiveResult(chooser, Activity.RESULT_OK, Intent().setData(picture))
        settle()
    }

    @Test
    fun hasNoVerdictWhereNothingAnswersRightly() {
        APP.modelLoader = FakeModelLoader(behaviours = Candidate.entries.associateWith { Behaviour.WRONG })
        assertFailed(share(offer("a.jpg", photo())), "no picture can be checked")
    }

    @Test
    fun hasNoVerdictWhereTheNetworkStops() {
        val behaviours = mutableMapOf(Candidate.CPU to Behaviour.RIGHT)
        APP.modelLoader = FakeModelLoader(behaviours = behaviours)
        APP.engineManager.start()
        settle()
        behaviours[Candidate.CPU] = Behaviour.FAILS
        val screen = share(offer("a.jpg", photo()))
        assertFailed(screen, "failed on this picture")
        behaviours[Candidate.CPU] = Behaviour.RIGHT
        screen.press(R.id.problem_action)
        assertEquals("Unsure", screen.textOf(R.id.verdict_word))
    }

    @Test
    fun hasNoVerdictWithADamagedBundle() {
        val good = APP.bundleSource
        APP.bundleSource = BundleSource { name ->
            good.read(name).also { if (name == "model.tflite") it[it.size / 2] = (it[it.size / 2] + 1).toByte() }
        }
        val screen = share(offer("a.jpg", photo()))
        assertFailed(screen, "Install the app again")
        assertTrue(screen.textOf(R.id.problem_detail).contains("model.tflite"))
    }

    @Test
    fun hasNoVerdictWithAnUnknownContract() {
        val good = APP.bundleSource
        APP.bundleSource = BundleSource { name ->
            val data = good.read(name)
            if (name !=
                "contract.json"
            ) {
                data
            } else {
                data.decodeToString().replaceFirst("{", "{\"extra\":1,").toByteArray()
            }
        }
        val screen = share(offer("a.jpg", photo()))
        assertFailed(screen, "Install the app again")
        assertTrue(screen.textOf(R.id.problem_detail).contains("extra"))
    }
}
