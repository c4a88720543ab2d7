package edge.deepfake.app.camera

import android.content.Context
import android.graphics.Canvas
import android.graphics.RectF
import android.util.AttributeSet
import android.view.View
import edge.deepfake.app.R
import edge.deepfake.app.result.BoxPainter
import edge.deepfake.app.result.VerdictLook
import edge.deepfake.core.camera.VotedRegion

/** Frames around what the camera sees. */
internal class OverlayView(context: Context, attributes: AttributeSet) : View(context, attributes) {
    private val painter = BoxPainter(resources, context.getColor(R.color.box_outline))
    private val box = RectF()
    private var regions: List<VotedRegion> = emptyList()
    private var fit: PreviewFit? = null

    /** Shows [regions] of the upright picture that [fit] places; none where it is null. */
    fun show(regions: List<VotedRegion>, fit: PreviewFit?) {
        this.regions = regions
        this.fit = fit
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val fit = fit ?: return
        for (voted in regions) {
            val look = VerdictLook.of(voted.verdict)
            fit.place(voted.region.box, box)
            painter.draw(canvas, box, context.getColor(look.onPicture), context.getString(look.word))
        }
    }
}
