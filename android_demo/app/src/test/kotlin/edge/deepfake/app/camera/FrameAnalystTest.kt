package edge.deepfake.app.camera

import android.graphics.Bitmap
import android.graphics.Color
import edge.deepfake.app.APP
import edge.deepfake.app.FakeNetworks
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.settle
import edge.deepfake.core.camera.VotingRule
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.decision.Verdict
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class FrameAnalystTest {
    private val grey = Bitmap.createBitmap(320, 240, Bitmap.Config.ARGB_8888).apply { eraseColor(Color.GRAY) }

    private fun analyst(rule: VotingRule): FrameAnalyst {
        APP.networks = FakeNetworks(FakeNetworks.FAKE)
        APP.engineRoom.start()
        settle()
        return FrameAnalyst(APP.engineRoom.openScanner(APP.engineRoom.state.value as EngineState.Ready, true), rule)
    }

    private fun FrameAnalyst.look(format: YuvFormat) = look(format, planesOf(grey, format))

    @Test
    fun votesOverFrames() {
        val format = YuvFormat(320, 240, rotation = 90)
        val verdicts = analyst(VotingRule(least = 3, settle = 1)).use { analyst ->
            List(4) { analyst.look(format)?.verdict }
        }
        assertEquals(listOf(Verdict.UNSURE, Verdict.UNSURE, Verdict.FAKE, Verdict.FAKE), verdicts)
    }

    @Test
    fun beginsAnewWhenTheScreenIsTurned() {
        analyst(VotingRule(least = 2, settle = 1)).use { analyst ->
            repeat(2) { analyst.look(YuvFormat(320, 240)) }
            assertEquals(Verdict.UNSURE, analyst.look(YuvFormat(320, 240, rotation = 180))?.verdict)
        }
    }

    @Test
    fun saysNothingOfAFrameThatIsTooSmall() {
        analyst(VotingRule()).use { assertNull(it.look(YuvFormat(16, 16))) }
    }
}
