package edge.deepfake.app.camera

import android.hardware.display.DisplayManager

/** Tells when the display has changed: nothing else says that a device was turned upside down. On the main thread. */
internal class TurnWatch(private val displays: DisplayManager, private val changed: () -> Unit) :
    DisplayManager.DisplayListener {
    /** Begins to tell. */
    fun start() = displays.registerDisplayListener(this, null)

    /** Ends [start]. */
    fun stop() = displays.unregisterDisplayListener(this)

    override fun onDisplayAdded(display: Int) = Unit

    override fun onDisplayRemoved(display: Int) = Unit

    override fun onDisplayChanged(display: Int) = changed()
}
