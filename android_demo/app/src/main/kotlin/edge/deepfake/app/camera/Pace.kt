package edge.deepfake.app.camera

import android.os.PowerManager

/**
 * How often frames are analysed, by how warm the device is.
 *
 * @property restMillis Least time between the starts of two analyses; null for none at all.
 */
internal enum class Pace(val restMillis: Long?) {
    FULL(0),

    /** Twice a second. */
    SLOW(500),
    STOPPED(null),
    ;

    internal companion object {
        /** The pace at a `PowerManager.THERMAL_STATUS_*`. */
        fun of(thermalStatus: Int): Pace = when {
            thermalStatus < PowerManager.THERMAL_STATUS_MODERATE -> FULL
            thermalStatus < PowerManager.THERMAL_STATUS_CRITICAL -> SLOW
            else -> STOPPED
        }
    }
}
