package edge.deepfake.app.screen

import android.app.Activity
import android.view.View
import android.widget.TextView
import edge.deepfake.app.R

/** Shows a layout that has a `page`, clear of the system's bars; its top bar, if it has one, says [heading]. */
internal fun Activity.showPage(layout: Int, heading: Int?) {
    setContentView(layout)
    val page = findViewById<View>(R.id.page)
    reachUnderBars(window, page, findViewById(R.id.scroll) ?: page)
    findViewById<View>(R.id.back)?.setOnClickListener { finish() }
    if (heading == null) return
    setTitle(heading)
    findViewById<TextView>(R.id.title)?.setText(heading)
}
