package edge.deepfake.app.result

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import edge.deepfake.core.contract.CropRule
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.result.evidenceSquareOf
import edge.deepfake.core.result.heatOf
import edge.deepfake.core.result.peakOf

/** The evidence of a result as heat over its picture: red speaks for fake, blue for real. */
internal class EvidenceLayer(result: ScanResult, rule: CropRule) {
    private val smooth = Paint(Paint.FILTER_BITMAP_FLAG)
    private val place = RectF()
    private val heats: List<Pair<Bitmap, RectF>>

    init {
        val peak = peakOf(result.evidence)
        heats = result.evidence.zip(result.regions) { map, region ->
            val heat = Bitmap.createBitmap(heatOf(map, peak), map.width, map.height, Bitmap.Config.ARGB_8888)
            val square = evidenceSquareOf(region, rule)
            heat to RectF(square.left.toFloat(), square.top.toFloat(), square.right.toFloat(), square.bottom.toFloat())
        }
    }

    /** Draws it where the picture's pixels are [scale] pixels of the canvas wide. */
    fun draw(canvas: Canvas, scale: Float) {
        for ((heat, square) in heats) {
            place.set(square.left * scale, square.top * scale, square.right * scale, square.bottom * scale)
            canvas.drawBitmap(heat, null, place, smooth)
        }
    }
}
