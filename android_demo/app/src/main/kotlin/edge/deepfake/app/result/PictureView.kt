package edge.deepfake.app.result

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.graphics.Rect
import android.graphics.RectF
import android.util.AttributeSet
import android.view.View
import edge.deepfake.app.R
import edge.deepfake.core.contract.CropRule
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.image.Box
import edge.deepfake.core.result.ScanResult

/**
 * Shows the picture with a frame around each region and a thin one around each possible face, and the evidence maps if
 * the person asks for them.
 */
internal class PictureView(context: Context, attributes: AttributeSet) : View(context, attributes) {
    private val painter = BoxPainter(resources, context.getColor(R.color.box_outline))
    private val smooth = Paint(Paint.FILTER_BITMAP_FLAG)
    private val target = Rect()
    private val box = RectF()
    private val card = Path()
    private var picture: Bitmap? = null
    private var result: ScanResult? = null
    private var evidence: EvidenceLayer? = null

    /** Whether the evidence maps are drawn over the picture. */
    var showsEvidence: Boolean = false
        set(value) {
            field = value
            invalidate()
        }

    init {
        contentDescription = context.getString(R.string.picture_described)
    }

    /** Shows [picture], a copy of the scanned picture at any size. */
    fun show(picture: Bitmap, result: ScanResult, rule: CropRule) {
        this.picture = picture
        this.result = result
        evidence = EvidenceLayer(result, rule)
        requestLayout()
        invalidate()
    }

    /** The view is as wide as possible, but not much higher than wide, so that the content below stays visible. */
    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val room = MeasureSpec.getSize(widthSpec)
        val shown = picture
        val height = if (shown == null) 0 else room.toLong() * shown.height / shown.width
        setMeasuredDimension(room, minOf(height, (room * HIGHEST).toLong()).toInt())
    }

    override fun onSizeChanged(width: Int, height: Int, oldWidth: Int, oldHeight: Int) {
        val radius = resources.getDimension(R.dimen.card_radius)
        box.set(0f, 0f, width.toFloat(), height.toFloat())
        card.rewind()
        card.addRoundRect(box, radius, radius, Path.Direction.CW)
    }

    override fun onDraw(canvas: Canvas) {
        val picture = picture ?: return
        val result = result ?: return
        val scale = minOf(width.toFloat() / picture.width, height.toFloat() / picture.height)
        canvas.clipPath(card)
        canvas.drawColor(context.getColor(R.color.surface_low))
        canvas.translate((width - picture.width * scale) / 2, (height - picture.height * scale) / 2)
        target.set(0, 0, (picture.width * scale).toInt(), (picture.height * scale).toInt())
        canvas.clipRect(target)
        canvas.drawBitmap(picture, null, target, smooth)
        val image = result.image ?: return
        drawResult(canvas, result, scale * picture.width / image.width)
    }

    private fun drawResult(canvas: Canvas, result: ScanResult, scale: Float) {
        if (showsEvidence) evidence?.draw(canvas, scale)
        for (face in result.possibleFaces) {
            place(face.box, scale)
            painter.drawThin(canvas, box, context.getColor(R.color.box_possible))
        }
        result.regions.forEachIndexed { i, region ->
            place(region.box, scale)
            val label = if (region.kind == RegionKind.FACE && result.regions.size > 2) "$i" else ""
            painter.draw(canvas, box, context.getColor(VerdictStyle.of(region.verdict).onPicture), label)
        }
    }

    private fun place(region: Box, scale: Float) {
        val at = region.scaled(scale.toDouble())
        box.set(at.left.toFloat(), at.top.toFloat(), at.right.toFloat(), at.bottom.toFloat())
    }

    private companion object {
        const val HIGHEST = 1.1
    }
}
