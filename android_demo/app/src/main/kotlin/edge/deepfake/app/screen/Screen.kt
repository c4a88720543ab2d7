package edge.deepfake.app.screen

import android.app.Activity
import edge.deepfake.app.ScanApplication
import edge.deepfake.app.engine.EngineRoom
import edge.deepfake.app.engine.EngineState

/** What all screens have in common: the app's parts and the engine's state. */
abstract class Screen : Activity() {
    internal val app: ScanApplication get() = application as ScanApplication
    internal val room: EngineRoom get() = app.engineRoom

    private val stateObserver: (EngineState) -> Unit = ::onEngine

    /** The engine's state, now and whenever it changes while the screen is shown. */
    internal open fun onEngine(state: EngineState) = Unit

    override fun onStart() {
        super.onStart()
        room.start()
        room.state.watch(stateObserver)
    }

    override fun onStop() {
        room.state.leave(stateObserver)
        super.onStop()
    }
}
