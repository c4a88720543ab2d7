package edge.deepfake.app.camera

import android.Manifest
import android.content.Intent
import android.content.pm.PackageManager
import android.graphics.SurfaceTexture
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
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.Trouble
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.TroubleAction
import edge.deepfake.app.screen.TroubleText
import edge.deepfake.app.screen.preparing
import edge.deepfake.app.screen.showPage
import edge.deepfake.app.screen.showTrouble
import edge.deepfake.app.screen.textOf

/**
 * Checks what the camera sees, frame by frame; paused while it is not in front. No frame is kept.
 *
 * The camera runs while all of these hold: the screen is in front, the permission is given, the engine is ready, and
 * the preview has a surface.
 */
class CameraActivity : Screen() {
    private lateinit var preview: TextureView
    private lateinit var card: CameraCard
    private lateinit var turns: TurnWatch
    private var thermal: ThermalWatch? = null
    private var cameras: List<CameraChoice> = emptyList()
    private var chosen = 0
    private var isInFront = false
    private var isAsked = false
    private var analysis: Analysis? = null
    private var feed: CameraFeed? = null
    internal var fit: PreviewFit? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.camera, R.string.camera)
        window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        preview = findViewById(R.id.preview)
        preview.surfaceTextureListener = SurfaceListener()
        card = CameraCard(findViewById(R.id.camera_card))
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) thermal = ThermalWatch(this, ::onPace)
        turns = TurnWatch(getSystemService(DisplayManager::class.java), ::onTurned)
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
        turns.start()
        if (!isAllowed() && !isAsked && cameras.isNotEmpty()) ask() else begin()
    }

    override fun onPause() {
        isInFront = false
        thermal?.stop()
        turns.stop()
        end()
        super.onPause()
    }

    override fun onEngine(state: EngineState) {
        if (state is EngineState.Ready || state is EngineState.Broken) begin() else end()
        preparing(state)?.let(card::showWaiting)
    }

    override fun onRequestPermissionsResult(request: Int, permissions: Array<String>, results: IntArray) {
        super.onRequestPermissionsResult(request, permissions, results)
        if (request == CAMERA) begin()
    }

    /** Judged by the analysis of this screen, and only while it still shows the same camera the same way. */
    internal fun onSight(sight: Sight) {
        val shown = fit?.takeIf { it.format == sight.format } ?: return
        findViewById<OverlayView>(R.id.overlay).show(sight.regions, shown)
        card.show(sight)
    }

    private fun onPace(pace: Pace) {
        analysis?.pace = pace
        card.showPace(pace)
    }

    private fun begin() {
        if (!isInFront || isFinishing) return
        val engine = room.state.value
        when {
            engine is EngineState.Broken -> showBroken(engine.trouble)
            cameras.isEmpty() -> showProblem(NO_CAMERA, null)
            !isAllowed() -> showProblem(DENIED, remedyOfDenial())
            engine is EngineState.Ready -> run(engine)
        }
    }

    private fun run(ready: EngineState.Ready) {
        findViewById<View>(R.id.trouble_page).visibility = View.GONE
        card.showLooking()
        if (analysis == null) {
            analysis = Analysis(ready, room, app.settings, app.main, ::onSight, ::onBroken)
            onPace(thermal?.pace ?: Pace.FULL)
        }
        if (preview.isAvailable && feed == null) openFeed()
    }

    private fun openFeed() {
        val camera = cameras[chosen % cameras.size]
        val texture = preview.surfaceTexture ?: return
        val analysis = analysis ?: return
        texture.setDefaultBufferSize(camera.size.width, camera.size.height)
        val fitted = fitOf(camera)
        fit = fitted
        preview.setTransform(fitted.matrix())
        val manager = getSystemService(CameraManager::class.java)
        val opened = CameraFeed(
            manager,
            camera,
            Surface(texture),
            frames = analysis.handler,
            main = Handler(Looper.getMainLooper()),
            take = { analysis.take(it, fitted.format) },
            failed = ::onFeedFailed,
        )
        feed = opened
        opened.open()
    }

    private fun fitOf(camera: CameraChoice): PreviewFit {
        @Suppress("DEPRECATION") // Its successor needs Android 11.
        val turn = windowManager.defaultDisplay.rotation * QUARTER_TURN
        return PreviewFit(camera, turn, Size(preview.width, preview.height))
    }

    /** @param then Called once the camera is free again. */
    private fun end(then: () -> Unit = {}) {
        val running = feed
        feed = null
        running?.close(then)
        analysis?.close()
        analysis = null
        fit = null
        findViewById<OverlayView>(R.id.overlay).show(emptyList(), null)
        if (running == null) then()
    }

    private fun flip() {
        chosen = (chosen + 1) % maxOf(1, cameras.size)
        end(::begin)
    }

    /** Upside down, it is a screen of the same size. */
    private fun onTurned() {
        val shown = fit ?: return
        if (fitOf(cameras[chosen % cameras.size]).format != shown.format) end(::begin)
    }

    private fun onFeedFailed(reason: String) {
        if (!isInFront) return
        end()
        val text = problem(R.string.camera_failed_title, R.string.camera_failed_text, reason)
        showProblem(text, TroubleAction(R.string.try_again, ::begin))
    }

    private fun onBroken(trouble: Trouble) {
        if (!isInFront) return
        end()
        showProblem(textOf(trouble), TroubleAction(R.string.try_again, ::begin))
    }

    private fun showBroken(trouble: Trouble) {
        end()
        showProblem(textOf(trouble), TroubleAction(R.string.test_again, room::testAgain))
    }

    private fun showProblem(text: TroubleText, action: TroubleAction?) {
        card.hide()
        findViewById<View>(R.id.trouble_page).visibility = View.VISIBLE
        showTrouble(findViewById(R.id.trouble), text, action)
    }

    private fun isAllowed() = checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED

    private fun ask() {
        isAsked = true
        requestPermissions(arrayOf(Manifest.permission.CAMERA), CAMERA)
    }

    /** The system asks a person twice at most; then only its settings help. */
    private fun remedyOfDenial(): TroubleAction =
        if (shouldShowRequestPermissionRationale(Manifest.permission.CAMERA)) {
            TroubleAction(R.string.camera_allow, ::ask)
        } else {
            TroubleAction(R.string.camera_open_settings) {
                val page = Uri.fromParts("package", packageName, null)
                startActivity(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, page))
            }
        }

    private inner class SurfaceListener : TextureView.SurfaceTextureListener {
        override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) = begin()

        override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) {
            end(::begin)
        }

        override fun onSurfaceTextureDestroyed(texture: SurfaceTexture): Boolean {
            end()
            return true
        }

        override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
    }

    private companion object {
        const val CAMERA = 1
        const val QUARTER_TURN = 90
        const val CHOSEN = "camera"
        const val ASKED = "asked"
        val NO_CAMERA = problem(R.string.camera_none_title, R.string.camera_none_text)
        val DENIED = problem(R.string.camera_denied_title, R.string.camera_denied_text)

        fun problem(title: Int, text: Int, detail: String = "") = TroubleText(title, text, detail, R.drawable.ic_camera)
    }
}
