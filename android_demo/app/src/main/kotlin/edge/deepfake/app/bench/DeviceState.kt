package edge.deepfake.app.bench

import android.annotation.TargetApi
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.os.BatteryManager
import android.os.Build
import android.os.PowerManager
import org.json.JSONObject

/**
 * State of the device at one moment. A value that the device does not report is null.
 *
 * @property thermalStatus One of `PowerManager.THERMAL_STATUS_*`; null before Android 10.
 * @property batteryCelsius Temperature of the battery in degrees Celsius.
 * @property batteryPercent Charge of the battery, 0 to 100.
 */
internal class DeviceState(
    val thermalStatus: Int?,
    val batteryCelsius: Double?,
    val batteryPercent: Int?,
    val isCharging: Boolean?,
) {
    /** The JSON object of this state in the benchmark's record. */
    fun toJson(): JSONObject = JSONObject()
        .put("thermal_status", thermalStatus ?: JSONObject.NULL)
        .put("battery_celsius", batteryCelsius ?: JSONObject.NULL)
        .put("battery_percent", batteryPercent ?: JSONObject.NULL)
        .put("charging", isCharging ?: JSONObject.NULL)

    internal companion object {
        private const val TENTHS = 10.0
        private const val PERCENT = 100

        /** Reads the current state. */
        fun of(context: Context): DeviceState {
            val battery = context.registerReceiver(null, IntentFilter(Intent.ACTION_BATTERY_CHANGED))
            return DeviceState(
                thermalStatus = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) thermalOf(context) else null,
                batteryCelsius = battery?.number(BatteryManager.EXTRA_TEMPERATURE)?.let { it / TENTHS },
                batteryPercent = battery?.let(::chargeOf),
                isCharging = battery?.number(BatteryManager.EXTRA_PLUGGED)?.let { it != 0 },
            )
        }

        @TargetApi(Build.VERSION_CODES.Q)
        private fun thermalOf(context: Context): Int =
            context.getSystemService(PowerManager::class.java).currentThermalStatus

        private fun chargeOf(battery: Intent): Int? {
            val level = battery.number(BatteryManager.EXTRA_LEVEL) ?: return null
            val scale = battery.number(BatteryManager.EXTRA_SCALE)?.takeIf { it > 0 } ?: return null
            return level * PERCENT / scale
        }

        private fun Intent.number(key: String): Int? = if (hasExtra(key)) getIntExtra(key, 0) else null
    }
}
