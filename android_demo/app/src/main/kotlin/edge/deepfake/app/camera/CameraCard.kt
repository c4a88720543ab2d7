package edge.deepfake.app.camera

import android.content.res.ColorStateList
import android.view.View
import android.widget.ImageView
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.result.VerdictStyle
import edge.deepfake.app.result.reasonsOf
import edge.deepfake.app.screen.label
import edge.deepfake.app.screen.percentOf
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.engine.Candidate

/** The card over the camera preview that shows the verdict. */
internal class CameraCard(private val card: View) {
    private val context = card.context
    private val icon = card.findViewById<ImageView>(R.id.camera_icon)
    private val verdict = card.findViewById<TextView>(R.id.camera_verdict)
    private val text = card.findViewById<TextView>(R.id.camera_text)
    private val engine = card.findViewById<TextView>(R.id.camera_engine)
    private var warning: Int? = null

    /** Shows what the app is preparing before it can scan. */
    fun showWaiting(words: String) = showPlain(words, "")

    /** Shows that no frame has been scanned yet. */
    fun showLooking() = showPlain(context.getString(R.string.camera_looking), context.getString(R.string.camera_point))

    /** Shows the verdict of a frame. */
    fun show(frameVerdict: FrameVerdict) {
        card.visibility = View.VISIBLE
        val style = VerdictStyle.of(frameVerdict.voted.verdict)
        icon.visibility = View.VISIBLE
        icon.setImageResource(style.icon)
        icon.imageTintList = ColorStateList.valueOf(context.getColor(style.onPicture))
        verdict.changeTo(context.getString(style.label))
        text.text = wordsOf(frameVerdict)
        engine.text = warning?.let(context::getString) ?: speedOf(frameVerdict)
    }

    /** Shows why frames are scanned less often, or not at all. */
    fun showPace(pace: Pace) {
        warning = when (pace) {
            Pace.FULL -> null
            Pace.SLOW -> R.string.camera_warm
            Pace.STOPPED -> R.string.camera_hot
        }
        engine.text = warning?.let(context::getString)
    }

    /** Hides the card, because a problem is shown instead. */
    fun hide() {
        card.visibility = View.GONE
    }

    private fun showPlain(words: String, explanation: String) {
        card.visibility = View.VISIBLE
        icon.visibility = View.GONE
        verdict.changeTo(words)
        text.text = explanation
        engine.text = warning?.let(context::getString)
    }

    /** Sets the text only if it differs: a screen reader announces every change, even to the same text. */
    private fun TextView.changeTo(words: String) {
        if (text.toString() != words) text = words
    }

    private fun wordsOf(frameVerdict: FrameVerdict): String {
        val voted = frameVerdict.voted
        val probability = context.percentOf(voted.probability)
        val faces = voted.regions.count { it.kind == RegionKind.FACE }
        val words = when (faces) {
            0 -> context.getString(R.string.camera_no_face, probability)
            else -> context.resources.getQuantityString(R.plurals.camera_faces, faces, faces, probability)
        }
        return listOfNotNull(words, context.reasonsOf(voted.reasons, frameVerdict.facesOmitted)).joinToString("\n")
    }

    private fun speedOf(frameVerdict: FrameVerdict): String {
        val candidate = Candidate.entries.first { it.id == frameVerdict.runtime.accelerator }
        return context.getString(
            R.string.camera_engine,
            context.getString(candidate.label),
            frameVerdict.millis.toInt(),
        )
    }
}
