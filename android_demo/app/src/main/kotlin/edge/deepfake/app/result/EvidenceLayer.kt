package edge.deepfake.app.result

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import edge.deepfake.core.contract.CropRule
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.result.heatmapOf
import edge.deepfake.core.result.peakOf

/** Draws the evidence maps of a result over its picture: red is evidence for fake, blue for real. */
internal class EvidenceLayer(result: ScanResult, rule: CropRule) {
    private val smooth = Paint(Paint.FILTER_BITMAP_FLAG)
    private val target = RectF()
    private val heats: List<Pair<Bitmap, RectF>>

    init {
        val peak = peakOf(result.evidence)
        heats = result.evidence.zip(result.regions) { map, region ->
            val heat = Bitmap.createBitmap(heatmapOf(map, peak), map.width, map.height, Bitmap.Config.ARGB_8888)
            val square = region.evidenceSquare(rule, result.rotated)
            heat to RectF(square.left.toFloat(), square.top.toFloat(), square.right.toFloat(), square.bottom.toFloat())
        }
    }

    /** Draws the maps onto a canvas on which one pixel of the picture is [scale] pixels wide. */
    fun draw(canvas: Canvas, scale: Float) {
        for ((heat, square) in heats) {
            target.set(square.left * scale, square.top * scale, square.right * scale, square.bottom * scale)
            canvas.drawBitmap(heat, null, target, smooth)
        }
    }
}
