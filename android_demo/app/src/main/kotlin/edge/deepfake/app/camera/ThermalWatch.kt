package edge.deepfake.app.camera

import android.annotation.TargetApi
import android.content.Context
import android.os.Build
import android.os.PowerManager

/** Tells how warm the device is while a screen is shown; older systems do not say. */
@TargetApi(Build.VERSION_CODES.Q)
internal class ThermalWatch(context: Context, private val changed: (Pace) -> Unit) {
    private val power = context.getSystemService(PowerManager::class.java)
    private val listener = PowerManager.OnThermalStatusChangedListener { tell(it) }

    /** As last told. */
    var pace: Pace = Pace.FULL
        private set

    /** Begins to tell; at once of the present state. */
    fun start() {
        power.addThermalStatusListener(listener)
        tell(power.currentThermalStatus)
    }

    /** Ends [start]. */
    fun stop() {
        power.removeThermalStatusListener(listener)
    }

    private fun tell(status: Int) {
        pace = Pace.of(status)
        changed(pace)
    }
}
