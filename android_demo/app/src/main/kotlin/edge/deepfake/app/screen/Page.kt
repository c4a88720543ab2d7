package edge.deepfake.app.screen

import android.app.Activity
import android.view.View
import android.widget.TextView
import edge.deepfake.app.R

/**
 * Shows a layout that has a view `page`, and keeps it clear of the system bars. Its top bar, if it has one, shows
 * [heading].
 */
internal fun Activity.showPage(layout: Int, heading: Int?) {
    setContentView(layout)
    val page = findViewById<View>(R.id.page)
    reachUnderBars(window, page, findViewById(R.id.scroll) ?: page)
    findViewById<View>(R.id.back)?.setOnClickListener { finish() }
    if (heading == null) return
    setTitle(heading)
    findViewById<TextView>(R.id.title)?.setText(heading)
}
