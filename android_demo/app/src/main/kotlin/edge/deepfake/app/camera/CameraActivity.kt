package edge.deepfake.app.camera

import android.Manifest
import android.content.Intent
import android.content.pm.PackageManager
import android.hardware.camera2.CameraManager
import android.hardware.display.DisplayManager
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.provider.Settings
import android.util.Size
import android.view.Surface
import android.view.TextureView
import android.view.View
import android.view.WindowManager
import edge.deepfake.app.R
import edge.deepfake.app.engine.EngineProblem
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.screen.ProblemAction
import edge.deepfake.app.screen.ProblemText
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.fillProblemCard
import edge.deepfake.app.screen.progressText
import edge.deepfake.app.screen.showPage
import edge.deepfake.app.screen.textOf

/**
 * The camera screen: scans camera frames while it is in front. It keeps no frame.
 *
 * The camera runs while all of these are true: the screen is in front, the camera permission is granted, the engine is
 * ready, and the preview has a surface.
 */
class CameraActivity : Screen() {
    private lateinit var preview: TextureView
    private lateinit var card: CameraCard
    private lateinit var rotationListener: RotationListener
    private var thermal: ThermalListener? = null
    private var cameras: List<CameraConfig> = emptyList()
    private var chosen = 0
    private var isInFront = false
    private var isAsked = false
    private var analysis: CameraAnalysis? = null
    private var feed: CameraFeed? = null
    internal var transform: PreviewTransform? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.camera, R.string.camera)
        window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        preview = findViewById(R.id.preview)
        preview.surfaceTextureListener = PreviewListener(::resume, changed = { stop(::resume) }, destroyed = { stop() })
        card = CameraCard(findViewById(R.id.camera_card))
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) thermal = ThermalListener(this, ::onPace)
        rotationListener = RotationListener(getSystemService(DisplayManager::class.java), ::onRotated)
        chosen = savedInstanceState?.getInt(CHOSEN) ?: 0
        isAsked = savedInstanceState?.getBoolean(ASKED) ?: false
        findViewById<View>(R.id.flip).setOnClickListener { flip() }
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        state.putInt(CHOSEN, chosen)
        state.putBoolean(ASKED, isAsked)
    }

    override fun onResume() {
        super.onResume()
        isInFront = true
        cameras = camerasOf(getSystemService(CameraManager::class.java))
        findViewById<View>(R.id.flip).visibility = if (cameras.size > 1) View.VISIBLE else View.GONE
        thermal?.start()
        rotationListener.start()
        if (!isAllowed() && !isAsked && cameras.isNotEmpty()) ask() else resume()
    }

    override fun onPause() {
        isInFront = false
        thermal?.stop()
        rotationListener.stop()
        stop()
        super.onPause()
    }

    override fun onEngine(state: EngineState) {
        if (state is EngineState.Ready || state is EngineState.Broken) resume() else stop()
        progressText(state)?.let(card::showWaiting)
    }

    override fun onRequestPermissionsResult(request: Int, permissions: Array<String>, results: IntArray) {
        super.onRequestPermissionsResult(request, permissions, results)
        if (request == CAMERA) resume()
    }

    /** Shows a verdict, unless the camera or its rotation has changed since the frame was taken. */
    internal fun onFrameVerdict(frameVerdict: FrameVerdict) {
        val shown = transform?.takeIf { it.format == frameVerdict.format } ?: return
        findViewById<OverlayView>(R.id.overlay).show(frameVerdict, shown)
        card.show(frameVerdict)
    }

    private fun onPace(pace: Pace) {
        analysis?.pace = pace
        card.showPace(pace)
    }

    private fun resume() {
        if (!isInFront || isFinishing) return
        val engine = engineManager.state.value
        when {
            engine is EngineState.Broken -> showBroken(engine.problem)
            cameras.isEmpty() -> showProblem(NO_CAMERA, null)
            !isAllowed() -> showProblem(DENIED, remedyOfDenial())
            engine is EngineState.Ready -> run(engine)
        }
    }

    private fun run(ready: EngineState.Ready) {
        findViewById<View>(R.id.problem_page).visibility = View.GONE
        card.showLooking()
        if (analysis == null) {
            analysis = CameraAnalysis(ready, engineManager, app.settings, app.main, ::onFrameVerdict, ::onBroken)
            onPace(thermal?.pace ?: Pace.FULL)
        }
        if (preview.isAvailable && feed == null) openFeed()
    }

    private fun openFeed() {
        val camera = cameras[chosen % cameras.size]
        val texture = preview.surfaceTexture ?: return
        val analysis = analysis ?: return
        texture.setDefaultBufferSize(camera.size.width, camera.size.height)
        val newTransform = transformOf(camera)
        transform = newTransform
        preview.setTransform(newTransform.matrix())
        val manager = getSystemService(CameraManager::class.java)
        val opened = CameraFeed(
            manager,
            camera,
            Surface(texture),
            frames = analysis.handler,
            main = Handler(Looper.getMainLooper()),
            take = { analysis.onFrame(it, newTransform.format) },
            failed = ::onFeedFailed,
        )
        feed = opened
        opened.open()
    }

    private fun transformOf(camera: CameraConfig): PreviewTransform {
        @Suppress("DEPRECATION") // The replacement needs Android 11.
        val turn = windowManager.defaultDisplay.rotation * QUARTER_TURN
        return PreviewTransform(camera, turn, Size(preview.width, preview.height))
    }

    /** @param then Called after the camera is closed. */
    private fun stop(then: () -> Unit = {}) {
        val running = feed
        feed = null
        running?.close(then)
        analysis?.close()
        analysis = null
        transform = null
        findViewById<OverlayView>(R.id.overlay).show(null, null)
        if (running == null) then()
    }

    private fun flip() {
        chosen = (chosen + 1) % maxOf(1, cameras.size)
        stop(::resume)
    }

    /** A rotation by 180 degrees does not restart the activity, so it must be handled here. */
    private fun onRotated() {
        val shown = transform ?: return
        if (transformOf(cameras[chosen % cameras.size]).format != shown.format) stop(::resume)
    }

    private fun onFeedFailed(reason: String) {
        if (!isInFront) return
        stop()
        val text = problem(R.string.camera_failed_title, R.string.camera_failed_text, reason)
        showProblem(text, ProblemAction(R.string.try_again, ::resume))
    }

    private fun onBroken(problem: EngineProblem) {
        if (!isInFront) return
        stop()
        showProblem(textOf(problem), ProblemAction(R.string.try_again, ::resume))
    }

    private fun showBroken(problem: EngineProblem) {
        stop()
        showProblem(textOf(problem), ProblemAction(R.string.test_again, engineManager::testAgain))
    }

    private fun showProblem(text: ProblemText, action: ProblemAction?) {
        card.hide()
        findViewById<View>(R.id.problem_page).visibility = View.VISIBLE
        fillProblemCard(findViewById(R.id.problem), text, action)
    }

    private fun isAllowed() = checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED

    private fun ask() {
        isAsked = true
        requestPermissions(arrayOf(Manifest.permission.CAMERA), CAMERA)
    }

    /**
     * The system shows its permission dialogue at most twice. After that, only the system's settings can grant the
     * permission.
     */
    private fun remedyOfDenial(): ProblemAction =
        if (shouldShowRequestPermissionRationale(Manifest.permission.CAMERA)) {
            ProblemAction(R.string.camera_allow, ::ask)
        } else {
            ProblemAction(R.string.camera_open_settings) {
                val page = Uri.fromParts("package", packageName, null)
                startActivity(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, page))
            }
        }

    private companion object {
        const val CAMERA = 1
        const val QUARTER_TURN = 90
        const val CHOSEN = "camera"
        const val ASKED = "asked"
        val NO_CAMERA = problem(R.string.camera_none_title, R.string.camera_none_text)
        val DENIED = problem(R.string.camera_denied_title, R.string.camera_denied_text)

        fun problem(title: Int, text: Int, detail: String = "") = ProblemText(title, text, detail, R.drawable.ic_camera)
    }
}
