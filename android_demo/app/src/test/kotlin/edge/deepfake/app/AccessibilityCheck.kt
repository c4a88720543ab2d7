package edge.deepfake.app

import android.app.Activity
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue

/**
 * Fails if a control of the screen is too small to touch or has no text for a screen reader, or if a text is cut off.
 */
internal fun assertAccessible(name: String, screen: Activity) {
    for (view in shownIn(screen.window.decorView)) {
        if (view.isClickable && !(view is TextView && view.isTextSelectable)) assertUsable(name, view)
        if (view is TextView && view.id != R.id.row_name) assertWhole(name, view)
    }
}

/** At least 48 dp wide and high, as Android's accessibility guide requires, and with a text for a screen reader. */
private fun assertUsable(name: String, view: View) {
    val least = view.resources.getDimensionPixelSize(R.dimen.touch)
    val what = "$name: ${if (view.id == View.NO_ID) view else view.resources.getResourceEntryName(view.id)}"
    assertTrue("$what is ${view.width} x ${view.height} pixels, not $least", minOf(view.width, view.height) >= least)
    assertTrue("$what says nothing", shownIn(view).any { !it.contentDescription.isNullOrBlank() || it.hasText })
}

private val View.hasText: Boolean get() = this is TextView && text.isNotBlank()

private fun assertWhole(name: String, view: TextView) {
    val layout = view.layout ?: return
    val hidden = (0 until layout.lineCount).sumOf { layout.getEllipsisCount(it) }
    assertEquals("$name: '${view.text}' is cut off", 0, hidden)
    val room = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
    assertTrue("$name: '${view.text}' needs ${layout.height} pixels of $room", layout.height <= room)
}

private fun shownIn(view: View): List<View> = when {
    view.visibility != View.VISIBLE -> emptyList()
    view is ViewGroup -> listOf(view) + List(view.childCount) { shownIn(view.getChildAt(it)) }.flatten()
    else -> listOf(view)
}
