package edge.deepfake.app.camera

import android.os.PowerManager

/**
 * How often frames are scanned, depending on the temperature of the device.
 *
 * @property restMillis Minimum time between the starts of two scans; null if frames are not scanned.
 */
internal enum class Pace(val restMillis: Long?) {
    FULL(0),

    /** Two frames per second. */
    SLOW(500),
    STOPPED(null),
    ;

    internal companion object {
        /** The pace for a `PowerManager.THERMAL_STATUS_*`. */
        fun of(thermalStatus: Int): Pace = when {
            thermalStatus < PowerManager.THERMAL_STATUS_MODERATE -> FULL
            thermalStatus < PowerManager.THERMAL_STATUS_CRITICAL -> SLOW
            else -> STOPPED
        }
    }
}
