package edge.deepfake.core.contract

import java.util.Date
import java.util.GregorianCalendar

private val DATE = Regex("([0-9]{4})-([0-9]{2})-([0-9]{2})")

/**
 * Whether [text] is a date of the Gregorian calendar in the form YYYY-MM-DD, from year 1 on.
 *
 * `java.time` would need Android 8.
 */
internal fun isCalendarDate(text: String): Boolean {
    val parts = DATE.matchEntire(text)?.destructured?.toList() ?: return false
    val (year, month, day) = parts.map(String::toInt)
    val calendar = GregorianCalendar().apply {
        isLenient = false
        gregorianChange = Date(Long.MIN_VALUE)
        set(year, month - 1, day)
    }
    return try {
        calendar.timeInMillis
        true
    } catch (_: IllegalArgumentException) {
        false
    }
}
