package edge.deepfake.app.camera

import android.content.Context
import android.graphics.Canvas
import android.graphics.RectF
import android.util.AttributeSet
import android.view.View
import edge.deepfake.app.R
import edge.deepfake.app.result.BoxPainter
import edge.deepfake.app.result.VerdictStyle
import edge.deepfake.core.camera.VotedRegion

/** Draws a frame around each region over the camera preview. */
internal class OverlayView(context: Context, attributes: AttributeSet) : View(context, attributes) {
    private val painter = BoxPainter(resources, context.getColor(R.color.box_outline))
    private val box = RectF()
    private var regions: List<VotedRegion> = emptyList()
    private var transform: PreviewTransform? = null

    /**
     * Shows [regions], given in pixels of the upright picture, at the positions that [transform] gives. Shows none if
     * it is null.
     */
    fun show(regions: List<VotedRegion>, transform: PreviewTransform?) {
        this.regions = regions
        this.transform = transform
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val transform = transform ?: return
        for (voted in regions) {
            val style = VerdictStyle.of(voted.verdict)
            transform.mapBox(voted.region.box, box)
            painter.draw(canvas, box, context.getColor(style.onPicture), context.getString(style.label))
        }
    }
}
