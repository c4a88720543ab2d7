package edge.deepfake.app.result

import android.content.res.Resources
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.RectF
import android.util.TypedValue

/** Draws boxes with a short label over a picture. They are visible on any background. */
internal class BoxPainter(resources: Resources, private val outline: Int) {
    private val line = TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_DIP, LINE_DP, resources.displayMetrics)
    private val stroke = Paint(Paint.ANTI_ALIAS_FLAG).apply { style = Paint.Style.STROKE }
    private val fill = Paint(Paint.ANTI_ALIAS_FLAG)
    private val text = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = Color.BLACK
        textSize = TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_SP, LABEL_SP, resources.displayMetrics)
        isFakeBoldText = true
    }
    private val chip = RectF()

    /** Draws [box] with [label], which may be empty. */
    fun draw(canvas: Canvas, box: RectF, colour: Int, label: String) {
        drawFrame(canvas, box, colour, line)
        if (label.isNotEmpty()) drawLabel(canvas, box, colour, label)
    }

    /** Draws [box] with a thin line, for what is not judged. */
    fun drawThin(canvas: Canvas, box: RectF, colour: Int): Unit = drawFrame(canvas, box, colour, line * THIN)

    private fun drawFrame(canvas: Canvas, box: RectF, colour: Int, width: Float) {
        val radius = line * CORNER
        stroke.strokeWidth = width * 2
        stroke.color = outline
        canvas.drawRoundRect(box, radius, radius, stroke)
        stroke.strokeWidth = width
        stroke.color = colour
        canvas.drawRoundRect(box, radius, radius, stroke)
    }

    private fun drawLabel(canvas: Canvas, box: RectF, colour: Int, label: String) {
        val pad = line * 2
        val height = text.descent() - text.ascent() + pad
        val top = if (box.top >= height) box.top - height else box.top
        chip.set(box.left, top, box.left + text.measureText(label) + 2 * pad, top + height)
        chip.offset(minOf(0f, canvas.width - chip.right), 0f)
        chip.offset(maxOf(0f, -chip.left), maxOf(0f, -chip.top))
        fill.color = colour
        canvas.drawRoundRect(chip, pad, pad, fill)
        canvas.drawText(label, chip.left + pad, chip.top + pad / 2 - text.ascent(), text)
    }

    private companion object {
        const val LINE_DP = 2.5f
        const val THIN = 0.4f
        const val LABEL_SP = 13f
        const val CORNER = 3
    }
}
