package edge.deepfake.app.camera

import android.hardware.display.DisplayManager

/** Reports changes of the display, on the main thread. Nothing else reports a rotation by 180 degrees. */
internal class RotationListener(private val displays: DisplayManager, private val changed: () -> Unit) :
    DisplayManager.DisplayListener {
    /** Starts listening. */
    fun start() = displays.registerDisplayListener(this, null)

    /** Stops listening. */
    fun stop() = displays.unregisterDisplayListener(this)

    override fun onDisplayAdded(display: Int) = Unit

    override fun onDisplayRemoved(display: Int) = Unit

    override fun onDisplayChanged(display: Int) = changed()
}
