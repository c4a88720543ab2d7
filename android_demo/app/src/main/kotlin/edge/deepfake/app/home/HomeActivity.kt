package edge.deepfake.app.home

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import android.view.View
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.about.AboutActivity
import edge.deepfake.app.camera.CameraActivity
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.picture.choosePicture
import edge.deepfake.app.picture.chosenPicture
import edge.deepfake.app.result.ResultActivity
import edge.deepfake.app.screen.ProblemAction
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.fillProblemCard
import edge.deepfake.app.screen.progressText
import edge.deepfake.app.screen.showPage
import edge.deepfake.app.screen.textOf
import edge.deepfake.app.settings.SettingsActivity

/** The first screen: choose a picture, or open the camera. */
class HomeActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.home, null)
        findViewById<View>(R.id.choose).setOnClickListener { choosePicture() }
        open(R.id.camera, CameraActivity::class.java)
        open(R.id.settings, SettingsActivity::class.java)
        open(R.id.about, AboutActivity::class.java)
    }

    override fun onEngine(state: EngineState) {
        val problem = findViewById<View>(R.id.problem)
        val broken = state as? EngineState.Broken
        findViewById<TextView>(R.id.engine).text =
            progressText(state) ?: getString(if (broken == null) R.string.home_ready else R.string.home_broken)
        problem.visibility = View.GONE
        if (broken == null) return
        fillProblemCard(problem, textOf(broken.problem), ProblemAction(R.string.test_again, engineManager::testAgain))
    }

    override fun onActivityResult(request: Int, result: Int, data: Intent?) {
        super.onActivityResult(request, result, data)
        val uri = chosenPicture(request, result, data) ?: return
        val show = Intent(this, ResultActivity::class.java).setData(uri)
        startActivity(show.addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION))
    }

    private fun open(view: Int, screen: Class<out Activity>) {
        findViewById<View>(view).setOnClickListener { startActivity(Intent(this, screen)) }
    }
}
