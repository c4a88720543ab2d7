package edge.deepfake.app.screen

import android.content.Context
import android.util.AttributeSet
import android.widget.LinearLayout
import edge.deepfake.app.R

/**
 * A column of cards in the middle of the screen. Its width is limited, so that lines stay readable on a wide screen.
 */
internal class Column(context: Context, attributes: AttributeSet) : LinearLayout(context, attributes) {
    private val start = paddingStart
    private val end = paddingEnd
    private val widest = resources.getDimensionPixelSize(R.dimen.column)

    override fun onMeasure(width: Int, height: Int) {
        val spare = maxOf(0, (MeasureSpec.getSize(width) - widest) / 2)
        setPaddingRelative(start + spare, paddingTop, end + spare, paddingBottom)
        super.onMeasure(width, height)
    }
}
