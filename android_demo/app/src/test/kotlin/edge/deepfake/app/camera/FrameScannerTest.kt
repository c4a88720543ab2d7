package edge.deepfake.app.camera

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Color
import edge.deepfake.app.APP
import edge.deepfake.app.FakeModelLoader
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.photo
import edge.deepfake.app.settle
import edge.deepfake.core.camera.VotingRule
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.Verdict
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class FrameScannerTest {
    private val rocket = BitmapFactory.decodeStream(photo().inputStream())
    private val picture = Bitmap.createScaledBitmap(rocket, 320, 240, true)

    private fun frameScanner(rule: VotingRule): FrameScanner {
        APP.modelLoader = FakeModelLoader(FakeModelLoader.FAKE)
        APP.engineManager.start()
        settle()
        return FrameScanner(
            APP.engineManager.openScanner(APP.engineManager.state.value as EngineState.Ready, true),
            rule,
        )
    }

    private fun FrameScanner.scan(format: YuvFormat) = scan(format, planesOf(picture, format))

    @Test
    fun votesOverFrames() {
        val format = YuvFormat(320, 240, rotation = 90)
        val verdicts = frameScanner(VotingRule(least = 3, settle = 1)).use { frameScanner ->
            List(4) { frameScanner.scan(format)?.voted?.verdict }
        }
        assertEquals(listOf(Verdict.UNSURE, Verdict.UNSURE, Verdict.FAKE, Verdict.FAKE), verdicts)
    }

    @Test
    fun beginsAnewWhenTheScreenIsTurned() {
        frameScanner(VotingRule(least = 2, settle = 1)).use { frameScanner ->
            repeat(2) { frameScanner.scan(YuvFormat(320, 240)) }
            assertEquals(Verdict.UNSURE, frameScanner.scan(YuvFormat(320, 240, rotation = 180))?.voted?.verdict)
        }
    }

    @Test
    fun tellsTheReason() {
        val grey = Bitmap.createBitmap(320, 240, Bitmap.Config.ARGB_8888).apply { eraseColor(Color.GRAY) }
        val format = YuvFormat(320, 240)
        val last = frameScanner(VotingRule()).use { frameScanner ->
            List(4) { frameScanner.scan(format, planesOf(grey, format)) }.last()
        }
        assertEquals(Verdict.UNSURE, last?.voted?.verdict)
        assertTrue(last?.voted?.reasons.orEmpty().contains(Reason.NO_COLOUR))
    }

    @Test
    fun saysNothingOfAFrameThatIsTooSmall() {
        frameScanner(VotingRule()).use { assertNull(it.scan(YuvFormat(16, 16))) }
    }
}
