package edge.deepfake.app.screen

import android.annotation.TargetApi
import android.graphics.Rect
import android.os.Build
import android.view.View
import android.view.Window
import android.view.WindowInsets

/**
 * Draws a page under the system bars (edge to edge), and pads it so that its content stays clear of them: [page] at the
 * top and at the sides, [scrolling] at the bottom.
 */
internal fun reachUnderBars(window: Window, page: View, scrolling: View) {
    layOutUnderBars(window)
    page.setOnApplyWindowInsetsListener { _, insets ->
        val bars = barsOf(insets)
        page.setPadding(bars.left, bars.top, bars.right, if (page === scrolling) bars.bottom else 0)
        if (page !== scrolling) scrolling.setPadding(0, 0, 0, bars.bottom)
        insets
    }
}

private fun layOutUnderBars(window: Window) {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
        stopFitting(window)
    } else {
        val view = window.decorView
        @Suppress("DEPRECATION") // The replacement needs Android 11.
        view.systemUiVisibility = view.systemUiVisibility or View.SYSTEM_UI_FLAG_LAYOUT_STABLE or
            View.SYSTEM_UI_FLAG_LAYOUT_FULLSCREEN or View.SYSTEM_UI_FLAG_LAYOUT_HIDE_NAVIGATION
    }
}

/** Since Android 15, every window is edge to edge by default. */
@TargetApi(Build.VERSION_CODES.R)
@Suppress("DEPRECATION") // It has no effect since Android 15.
private fun stopFitting(window: Window) = window.setDecorFitsSystemWindows(false)

private fun barsOf(insets: WindowInsets): Rect =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) newBarsOf(insets) else oldBarsOf(insets)

@TargetApi(Build.VERSION_CODES.R)
private fun newBarsOf(insets: WindowInsets): Rect {
    val bars = insets.getInsets(WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout())
    return Rect(bars.left, bars.top, bars.right, bars.bottom)
}

@Suppress("DEPRECATION") // The replacements need Android 11.
private fun oldBarsOf(insets: WindowInsets): Rect = Rect(
    insets.systemWindowInsetLeft,
    insets.systemWindowInsetTop,
    insets.systemWindowInsetRight,
    insets.systemWindowInsetBottom,
)
