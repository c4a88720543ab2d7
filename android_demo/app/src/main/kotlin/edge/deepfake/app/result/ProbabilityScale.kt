package edge.deepfake.app.result

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.graphics.RectF
import android.text.StaticLayout
import android.text.TextPaint
import android.util.AttributeSet
import android.util.TypedValue
import android.view.View
import edge.deepfake.app.R
import edge.deepfake.app.screen.percentOf
import edge.deepfake.core.contract.DecisionRule

/** Shows a probability of fake on a scale from real to fake, with the two thresholds. */
internal class ProbabilityScale(context: Context, attributes: AttributeSet) : View(context, attributes) {
    private val text = textPaint(R.color.ink, SMALL_SP)
    private val faint = textPaint(R.color.ink_soft, LABEL_SP)
    private val fill = Paint(Paint.ANTI_ALIAS_FLAG)
    private val bar = RectF()
    private val rounded = Path()
    private val gap = dp(GAP_DP)
    private val barHeight = dp(BAR_DP)
    private var words = ""
    private var lines: StaticLayout? = null
    private var probability = 0.0
    private var realAt = 0.0
    private var fakeAt = 1.0

    /** Shows [probability] with the thresholds of [rule]. */
    fun show(probability: Double, rule: DecisionRule) {
        this.probability = probability
        realAt = rule.realAt
        fakeAt = rule.fakeAt
        words = context.getString(R.string.probability, context.percentOf(probability))
        contentDescription = context.getString(
            R.string.probability_spoken,
            context.percentOf(probability),
            context.percentOf(realAt),
            context.percentOf(fakeAt),
        )
        requestLayout()
        invalidate()
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val room = getDefaultSize(suggestedMinimumWidth, widthSpec)
        val broken = StaticLayout.Builder.obtain(words, 0, words.length, text, room).build()
        lines = broken
        val wanted = broken.height + gap + barHeight + gap + lineOf(faint)
        setMeasuredDimension(room, resolveSize(Math.ceil(wanted.toDouble()).toInt(), heightSpec))
    }

    override fun onDraw(canvas: Canvas) {
        val lines = lines ?: return
        lines.draw(canvas)
        val top = lines.height + gap
        bar.set(0f, top, width.toFloat(), top + barHeight)
        drawZones(canvas)
        drawMarker(canvas)
        drawLabels(canvas, bar.bottom + gap - faint.ascent())
    }

    private fun drawZones(canvas: Canvas) {
        val radius = barHeight / 2
        canvas.save()
        rounded.reset()
        rounded.addRoundRect(bar, radius, radius, Path.Direction.CW)
        canvas.clipPath(rounded)
        zone(canvas, 0.0, realAt, R.color.real)
        zone(canvas, realAt, fakeAt, R.color.unsure)
        zone(canvas, fakeAt, 1.0, R.color.fake)
        canvas.restore()
    }

    private fun zone(canvas: Canvas, from: Double, to: Double, colour: Int) {
        fill.color = context.getColor(colour)
        fill.alpha = ZONE_ALPHA
        canvas.drawRect(xOf(from) + 1, bar.top, xOf(to) - 1, bar.bottom, fill)
    }

    private fun drawMarker(canvas: Canvas) {
        val radius = barHeight
        val x = xOf(probability).coerceIn(radius, width - radius)
        fill.color = context.getColor(R.color.surface)
        canvas.drawCircle(x, bar.centerY(), radius, fill)
        fill.color = context.getColor(R.color.ink)
        canvas.drawCircle(x, bar.centerY(), radius * INNER, fill)
    }

    private fun drawLabels(canvas: Canvas, y: Float) {
        val real = context.getString(R.string.scale_real)
        val unsure = context.getString(R.string.scale_unsure)
        val fake = context.getString(R.string.scale_fake)
        val right = width - faint.measureText(fake)
        canvas.drawText(real, 0f, y, faint)
        canvas.drawText(fake, right, y, faint)
        val long = faint.measureText(unsure)
        val middle = (xOf(realAt) + xOf(fakeAt) - long) / 2
        val hasRoom = middle > faint.measureText(real) + gap && middle + long < right - gap
        if (hasRoom) canvas.drawText(unsure, middle, y, faint)
    }

    private fun xOf(share: Double): Float = (share * width).toFloat()

    private fun lineOf(paint: Paint): Float = paint.descent() - paint.ascent()

    private fun textPaint(colour: Int, sp: Float) = TextPaint(Paint.ANTI_ALIAS_FLAG).apply {
        color = context.getColor(colour)
        textSize = TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_SP, sp, resources.displayMetrics)
    }

    private fun dp(count: Float) =
        TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_DIP, count, resources.displayMetrics)

    private companion object {
        const val SMALL_SP = 14f
        const val LABEL_SP = 12f
        const val GAP_DP = 8f
        const val BAR_DP = 10f
        const val ZONE_ALPHA = 0xB0
        const val INNER = 0.6f
    }
}
