package edge.deepfake.app.camera

import android.annotation.TargetApi
import android.content.Context
import android.os.Build
import android.os.PowerManager

/** Reports the [Pace] that the device's temperature allows. Needs Android 10. */
@TargetApi(Build.VERSION_CODES.Q)
internal class ThermalListener(context: Context, private val changed: (Pace) -> Unit) {
    private val power = context.getSystemService(PowerManager::class.java)
    private val listener = PowerManager.OnThermalStatusChangedListener { tell(it) }

    /** The pace that was reported last. */
    var pace: Pace = Pace.FULL
        private set

    /** Starts listening, and reports the current pace at once. */
    fun start() {
        power.addThermalStatusListener(listener)
        tell(power.currentThermalStatus)
    }

    /** Stops listening. */
    fun stop() {
        power.removeThermalStatusListener(listener)
    }

    private fun tell(status: Int) {
        pace = Pace.of(status)
        changed(pace)
    }
}
