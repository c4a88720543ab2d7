package edge.deepfake.app.result

import android.content.res.ColorStateList
import android.graphics.Bitmap
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.CheckBox
import android.widget.ImageView
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.screen.percentOf
import edge.deepfake.core.contract.Contract
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.ScanResult

/** Fills the cards of `scan_result.xml` with a result that has a verdict. */
internal class ScanResultView(private val root: ViewGroup, private val contract: Contract) {
    private val context = root.context

    /**
     * Shows [result].
     *
     * @param picture The scanned picture at any size; null if it is no longer in memory.
     */
    fun show(result: ScanResult, picture: Bitmap?) {
        val verdict = checkNotNull(result.verdict) { "a failed scan has no verdict" }
        showVerdict(verdict, result)
        showPicture(result, picture)
        val regions = root.findViewById<ViewGroup>(R.id.regions)
        regions.removeAllViews()
        result.regions.forEachIndexed { i, region -> regions.addView(cardOf(regions, region, i, result, picture)) }
        showUnsure(verdict, result)
        root.findViewById<TextView>(R.id.details).text = context.detailsOf(result)
    }

    private fun showVerdict(verdict: Verdict, result: ScanResult) {
        val style = VerdictStyle.of(verdict)
        showStyle(root, R.id.verdict_icon, R.id.verdict_word, style)
        root.findViewById<TextView>(R.id.verdict_text).text = context.explain(result, style)
        root.findViewById<ProbabilityScale>(R.id.scale).show(result.probability ?: 0.0, contract.decision)
    }

    private fun showStyle(view: View, icon: Int, word: Int, style: VerdictStyle) {
        val colour = context.getColor(style.colour)
        val image = view.findViewById<ImageView>(icon)
        image.setImageResource(style.icon)
        image.imageTintList = ColorStateList.valueOf(colour)
        val text = view.findViewById<TextView>(word)
        text.setText(style.label)
        text.setTextColor(colour)
    }

    private fun showPicture(result: ScanResult, picture: Bitmap?) {
        val view = root.findViewById<PictureView>(R.id.picture)
        view.visibility = if (picture == null) View.GONE else View.VISIBLE
        picture?.let { view.show(it, result, contract.crop) }
        val text = root.findViewById<View>(R.id.evidence_text)
        root.findViewById<CheckBox>(R.id.show_evidence).setOnCheckedChangeListener { _, isChecked ->
            view.showsEvidence = isChecked
            text.visibility = if (isChecked) View.VISIBLE else View.GONE
        }
    }

    private fun cardOf(parent: ViewGroup, region: Region, index: Int, result: ScanResult, picture: Bitmap?): View {
        val card = LayoutInflater.from(context).inflate(R.layout.region, parent, false)
        card.findViewById<TextView>(R.id.region_name).text = context.nameOf(region, index, result.regions.size - 1)
        showStyle(card, R.id.region_icon, R.id.region_verdict, VerdictStyle.of(region.verdict))
        showScale(card.findViewById(R.id.region_scale), region, result)
        card.findViewById<TextView>(R.id.region_gate).text =
            context.getString(R.string.gate, context.percentOf(region.gate), context.percentOf(1 - region.gate))
        showLine(card.findViewById(R.id.region_reasons), context.reasonsOf(region.reasons, facesOmitted = 0))
        showLine(card.findViewById(R.id.region_quality), context.qualityOf(region))
        showCutOut(card.findViewById(R.id.region_picture), region, result, picture)
        return card
    }

    /** If there is a single region, its scale is hidden, because the top card shows it. */
    private fun showScale(view: ProbabilityScale, region: Region, result: ScanResult) {
        view.show(region.probability, contract.decision)
        view.visibility = if (result.regions.size == 1) View.GONE else View.VISIBLE
    }

    private fun showLine(view: TextView, words: String?) {
        view.text = words
        view.visibility = if (words == null) View.GONE else View.VISIBLE
    }

    private fun showCutOut(view: ImageView, region: Region, result: ScanResult, picture: Bitmap?) {
        val image = result.image
        if (picture == null || image == null) return
        val side = context.resources.getDimensionPixelSize(R.dimen.thumbnail)
        view.setImageBitmap(thumbnailOf(picture, region.box, picture.width.toDouble() / image.width, side))
    }

    private fun showUnsure(verdict: Verdict, result: ScanResult) {
        root.findViewById<View>(R.id.unsure_card).visibility =
            if (verdict == Verdict.UNSURE) View.VISIBLE else View.GONE
        root.findViewById<TextView>(R.id.unsure_text).text = wordsOfUnsure(result)
    }

    private fun wordsOfUnsure(result: ScanResult): String {
        val rule = contract.decision
        if (result.reasons.isNotEmpty()) return context.getString(R.string.unsure_reasons)
        return context.getString(R.string.unsure_text, context.percentOf(rule.realAt), context.percentOf(rule.fakeAt))
    }
}
