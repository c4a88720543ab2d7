package edge.deepfake.app.camera

import android.content.Context
import android.graphics.Canvas
import android.graphics.RectF
import android.util.AttributeSet
import android.view.View
import edge.deepfake.app.R
import edge.deepfake.app.result.BoxPainter
import edge.deepfake.app.result.VerdictStyle

/** Draws a frame around each region over the camera preview, and a thin one around each possible face. */
internal class OverlayView(context: Context, attributes: AttributeSet) : View(context, attributes) {
    private val painter = BoxPainter(resources, context.getColor(R.color.box_outline))
    private val box = RectF()
    private var shown: FrameVerdict? = null
    private var transform: PreviewTransform? = null

    /** Shows the boxes of [frameVerdict] at the positions that [transform] gives; none if it is null. */
    fun show(frameVerdict: FrameVerdict?, transform: PreviewTransform?) {
        shown = frameVerdict
        this.transform = transform
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val transform = transform ?: return
        val shown = shown ?: return
        for (face in shown.possibleFaces) {
            transform.mapBox(face.box, box)
            painter.drawThin(canvas, box, context.getColor(R.color.box_possible))
        }
        for (voted in shown.voted.regions) {
            val style = VerdictStyle.of(voted.verdict)
            transform.mapBox(voted.region.box, box)
            painter.draw(canvas, box, context.getColor(style.onPicture), context.getString(style.label))
        }
    }
}
