package edge.deepfake.app

import android.app.Activity
import android.content.Intent
import android.os.Looper
import android.view.View
import android.widget.TextView
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

/** Runs everything that was posted to the main thread. */
internal fun settle() = shadowOf(Looper.getMainLooper()).idle()

/** Opens a screen and runs everything that was posted to the main thread. */
internal inline fun <reified T : Activity> open(intent: Intent = Intent()): ActivityController<T> =
    Robolectric.buildActivity(T::class.java, intent).setup().also { settle() }

/** The text of a view. */
internal fun Activity.textOf(id: Int): String = findViewById<TextView>(id).text.toString()

/** Whether a view and all its parents are visible. */
internal fun Activity.shows(id: Int): Boolean = findViewById<View>(id)?.isShown == true

/** Clicks a view. */
internal fun Activity.press(id: Int) {
    check(shows(id)) { "it cannot be seen" }
    findViewById<View>(id).performClick()
    settle()
}
