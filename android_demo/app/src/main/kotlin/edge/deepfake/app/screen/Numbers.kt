package edge.deepfake.app.screen

import android.content.Context
import edge.deepfake.app.R
import java.text.NumberFormat
import java.util.Locale

/** A percentage in the person's language, such as "87%". Never "0%" or "100%", which would look like proof. */
internal fun Context.percentOf(share: Double): String =
    NumberFormat.getPercentInstance(language).format(share.coerceIn(MIN_SHARE, 1 - MIN_SHARE))

/** Milliseconds, with one decimal below ten. */
internal fun Context.millisOf(millis: Double): String {
    val format = NumberFormat.getNumberInstance(language)
    format.minimumFractionDigits = if (millis < TEN) 1 else 0
    format.maximumFractionDigits = format.minimumFractionDigits
    return getString(R.string.millis, format.format(millis))
}

/** A count with the thousands separators of the person's language. */
internal fun Context.countOf(count: Long): String = NumberFormat.getIntegerInstance(language).format(count)

/** A number with three decimals. */
internal fun Context.preciseOf(number: Double): String {
    val format = NumberFormat.getNumberInstance(language)
    format.minimumFractionDigits = DIGITS
    format.maximumFractionDigits = DIGITS
    return format.format(number)
}

private val Context.language: Locale get() = resources.configuration.locales[0]

private const val MIN_SHARE = 0.01
private const val TEN = 10.0
private const val DIGITS = 3
