package edge.deepfake.app.scan

import android.net.Uri
import edge.deepfake.app.engine.EngineRoom
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.Watched
import java.util.concurrent.Executor

/**
 * Takes pictures in and hands results out, to screens that may be turned or left meanwhile: a picture that was scanned
 * is not scanned again. Keeps the last [MOST_KEPT] results, and the previews of the last [MOST_PREVIEWS], in memory
 * only. For the main thread.
 *
 * @param background One background thread.
 */
internal class ScanDesk(
    private val room: EngineRoom,
    private val worker: ScanWorker,
    private val background: Executor,
    private val main: Executor,
) {
    private val kept = LinkedHashMap<Uri, Watched<ScanState>>()
    private val waiting = LinkedHashSet<Uri>()
    private val observer: (EngineState) -> Unit = ::onEngine
    private var isOpen = false

    /**
     * How far the app is with [uri], which is scanned as soon as it can be.
     *
     * @param withPreview Whether a result without a preview is not enough.
     */
    fun look(uri: Uri, withPreview: Boolean): Watched<ScanState> {
        open()
        val known = kept.remove(uri)
        val state = known ?: Watched<ScanState>(ScanState.Waiting, main)
        kept[uri] = state
        forgetOldest()
        val done = state.value as? ScanState.Done
        val isBare = withPreview && done != null && done.preview == null && done.result.failure == null
        if (known == null || isBare) scan(uri, state)
        return state
    }

    /** Scans [uri] once more. */
    fun retry(uri: Uri) {
        kept[uri]?.let { scan(uri, it) }
    }

    /** Gives back what can be had again. */
    fun rest() {
        background.execute(worker::rest)
        kept.values.forEach(::dropPreview)
    }

    private fun open() {
        if (isOpen) return
        isOpen = true
        room.start()
        room.state.watch(observer)
    }

    private fun scan(uri: Uri, state: Watched<ScanState>) {
        state.set(ScanState.Waiting)
        waiting += uri
        onEngine(room.state.value)
    }

    private fun onEngine(engine: EngineState) {
        when (engine) {
            is EngineState.Opening, is EngineState.Testing -> waitAgain()
            is EngineState.Ready -> takeWaiting { state, uri -> submit(engine, uri, state) }
            is EngineState.Broken -> takeWaiting { state, _ -> state.set(ScanState.Broken(engine.trouble)) }
        }
    }

    /** A device that is tested again may yet be able to do what it could not. */
    private fun waitAgain() {
        for ((uri, state) in kept) {
            if (state.value !is ScanState.Broken) continue
            state.set(ScanState.Waiting)
            waiting += uri
        }
    }

    private fun takeWaiting(take: (Watched<ScanState>, Uri) -> Unit) {
        val taken = waiting.toList()
        waiting.clear()
        for (uri in taken) kept[uri]?.let { take(it, uri) }
    }

    private fun submit(ready: EngineState.Ready, uri: Uri, state: Watched<ScanState>) {
        background.execute {
            state.set(worker.scan(ready, uri))
            main.execute(::forgetOldest)
        }
    }

    private fun forgetOldest() {
        while (kept.size > MOST_KEPT) kept.remove(kept.keys.first())
        kept.values.toList().dropLast(MOST_PREVIEWS).forEach(::dropPreview)
    }

    private fun dropPreview(state: Watched<ScanState>) {
        val done = state.value as? ScanState.Done ?: return
        if (done.preview != null) state.set(ScanState.Done(done.result, done.thumbnail, null))
    }

    internal companion object {
        /** Results kept; as many as are shared at once. */
        const val MOST_KEPT = 50
        private const val MOST_PREVIEWS = 4
    }
}
