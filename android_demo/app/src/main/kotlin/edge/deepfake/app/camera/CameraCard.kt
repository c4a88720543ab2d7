package edge.deepfake.app.camera

import android.content.res.ColorStateList
import android.view.View
import android.widget.ImageView
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.result.VerdictLook
import edge.deepfake.app.screen.label
import edge.deepfake.app.screen.percentOf
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.result.RegionKind

/** The card over the camera's picture that says what is seen. */
internal class CameraCard(private val card: View) {
    private val context = card.context
    private val icon = card.findViewById<ImageView>(R.id.camera_icon)
    private val verdict = card.findViewById<TextView>(R.id.camera_verdict)
    private val text = card.findViewById<TextView>(R.id.camera_text)
    private val engine = card.findViewById<TextView>(R.id.camera_engine)
    private var warning: Int? = null

    /** Says what the app does before it can look. */
    fun showWaiting(words: String) = showPlain(words, "")

    /** Says that nothing has been judged yet. */
    fun showLooking() = showPlain(context.getString(R.string.camera_looking), context.getString(R.string.camera_point))

    /** Says what was judged. */
    fun show(sight: Sight) {
        card.visibility = View.VISIBLE
        val look = VerdictLook.of(sight.verdict)
        icon.visibility = View.VISIBLE
        icon.setImageResource(look.icon)
        icon.imageTintList = ColorStateList.valueOf(context.getColor(look.onPicture))
        verdict.changeTo(context.getString(look.word))
        text.text = wordsOf(sight)
        engine.text = warning?.let(context::getString) ?: speedOf(sight)
    }

    /** Says why frames are judged less often, or not at all. */
    fun showPace(pace: Pace) {
        warning = when (pace) {
            Pace.FULL -> null
            Pace.SLOW -> R.string.camera_warm
            Pace.STOPPED -> R.string.camera_hot
        }
        engine.text = warning?.let(context::getString)
    }

    /** Leaves the place to a trouble. */
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

    /** A screen reader speaks every setting of a text, even to the same words. */
    private fun TextView.changeTo(words: String) {
        if (text.toString() != words) text = words
    }

    private fun wordsOf(sight: Sight): String {
        val probability = context.percentOf(sight.regions.maxOf { it.probability })
        val faces = sight.regions.count { it.region.kind == RegionKind.FACE }
        if (faces == 0) return context.getString(R.string.camera_no_face, probability)
        return context.resources.getQuantityString(R.plurals.camera_faces, faces, faces, probability)
    }

    private fun speedOf(sight: Sight): String {
        val candidate = Candidate.entries.first { it.word == sight.runtime.accelerator }
        return context.getString(R.string.camera_engine, context.getString(candidate.label), sight.millis.toInt())
    }
}
