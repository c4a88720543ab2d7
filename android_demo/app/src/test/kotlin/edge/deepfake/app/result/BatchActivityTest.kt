package edge.deepfake.app.result

import android.content.Intent
import android.net.Uri
import android.view.ViewGroup
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.offer
import edge.deepfake.app.open
import edge.deepfake.app.photo
import edge.deepfake.app.sample
import edge.deepfake.app.settle
import edge.deepfake.app.shows
import edge.deepfake.app.textOf
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
internal class BatchActivityTest {
    private fun share(uris: List<Uri>): Intent =
        Intent(Intent.ACTION_SEND_MULTIPLE).putParcelableArrayListExtra(Intent.EXTRA_STREAM, ArrayList(uris))

    @Test
    fun checksEveryPictureAndCountsThem() {
        val pictures = listOf(
            offer("one.jpg", photo()),
            offer("broken.jpg", sample("broken.jpg")),
            offer("two.jpg", photo()),
        )
        val screen = open<BatchActivity>(share(pictures)).get()
        assertEquals("3 pictures: 0 fake, 0 real, 2 unsure, 1 not checked", screen.textOf(R.id.summary))
        val rows = screen.findViewById<ViewGroup>(R.id.rows)
        val verdicts = List(rows.childCount) { rows.getChildAt(it).findViewById<TextView>(R.id.row_verdict).text }
        assertEquals(listOf("Unsure", "Not checked", "Unsure"), verdicts)
        assertFalse(screen.shows(R.id.problem))
    }

    @Test
    fun opensTheAnswerToARow() {
        val picture = offer("one.jpg", photo())
        val screen = open<BatchActivity>(share(listOf(picture))).get()
        screen.findViewById<ViewGroup>(R.id.rows).getChildAt(0).performClick()
        val started = shadowOf(screen).nextStartedActivity
        assertEquals(ResultActivity::class.java.name, started.component?.className)
        assertEquals(picture, started.data)
    }

    @Test
    fun scansNothingTwiceWhenThePhoneIsTurned() {
        var opened = 0
        val pictures = List(6) { i ->
            offer("$i.jpg") {
                opened++
                photo().inputStream()
            }
        }
        val controller = open<BatchActivity>(share(pictures))
        controller.recreate()
        settle()
        assertEquals(pictures.size, opened)
        assertTrue(controller.get().textOf(R.id.summary).startsWith("6 pictures"))
    }

    @Test
    fun saysThatThereIsNoPicture() {
        val screen = open<BatchActivity>(Intent(Intent.ACTION_SEND_MULTIPLE)).get()
        assertTrue(screen.shows(R.id.problem))
        assertEquals("There is no picture", screen.textOf(R.id.problem_title))
    }
}
