package edge.deepfake.app.about

import android.view.ViewGroup
import android.widget.TextView
import edge.deepfake.app.APP
import edge.deepfake.app.BUNDLE
import edge.deepfake.app.R
import edge.deepfake.app.open
import edge.deepfake.core.contract.BundleSource
import java.io.IOException
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class AboutActivityTest {
    private fun text(): String {
        val column = open<AboutActivity>().get().findViewById<ViewGroup>(R.id.column)
        return List(column.childCount) { column.getChildAt(it).findViewById<TextView>(R.id.about_text).text }
            .joinToString("\n")
    }

    @Test
    fun namesTheModelAndItsFigures() {
        val text = text()
        assertTrue(text.contains(BUNDLE.contract.id))
        assertTrue(text.contains(BUNDLE.sha256))
        assertTrue(BUNDLE.contract.metrics.headline.all { text.contains("${it.source}, ${it.tier}") })
    }

    @Test
    fun saysWhatHoldsWithoutAModel() {
        APP.bundleSource = BundleSource { throw IOException("gone") }
        val text = text()
        assertTrue(text.contains("no internet permission"))
        assertFalse(text.contains("sha256"))
    }
}
