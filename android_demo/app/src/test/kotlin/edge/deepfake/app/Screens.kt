package edge.deepfake.app

import android.app.Activity
import android.content.Intent
import android.os.Looper
import android.view.View
import android.widget.TextView
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

/** Lets everything happen that was put off to the main thread. */
internal fun settle() = shadowOf(Looper.getMainLooper()).idle()

/** Opens a screen and lets it settle. */
internal inline fun <reified T : Activity> open(intent: Intent = Intent()): ActivityController<T> =
    Robolectric.buildActivity(T::class.java, intent).setup().also { settle() }

/** The text of a view. */
internal fun Activity.textOf(id: Int): String = findViewById<TextView>(id).text.toString()

/** Whether a view can be seen, with all that it lies in. */
internal fun Activity.shows(id: Int): Boolean = findViewById<View>(id)?.isShown == true

/** Presses a view. */
internal fun Activity.press(id: Int) {
    check(shows(id)) { "it cannot be seen" }
    findViewById<View>(id).performClick()
    settle()
}
