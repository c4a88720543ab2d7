package edge.deepfake.app.screen

import android.app.Activity
import edge.deepfake.app.ScanApplication
import edge.deepfake.app.engine.EngineManager
import edge.deepfake.app.engine.EngineState

/** Base class of the screens that depend on the engine's state. */
abstract class Screen : Activity() {
    internal val app: ScanApplication get() = application as ScanApplication
    internal val engineManager: EngineManager get() = app.engineManager

    private val stateObserver: (EngineState) -> Unit = ::onEngine

    /** Called with the engine's state when the screen is shown, and whenever the state changes while it is shown. */
    internal open fun onEngine(state: EngineState) = Unit

    override fun onStart() {
        super.onStart()
        engineManager.start()
        engineManager.state.observe(stateObserver)
    }

    override fun onStop() {
        engineManager.state.removeObserver(stateObserver)
        super.onStop()
    }
}
