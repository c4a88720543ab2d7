package edge.deepfake.app.scan

import android.net.Uri
import edge.deepfake.app.engine.EngineManager
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.engine.ObservableState
import java.util.concurrent.Executor

/**
 * Scans pictures and keeps their results for the screens. A screen that is rotated or left and opened again gets the
 * same result; the picture is not scanned twice.
 *
 * It keeps the last [MAX_KEPT] results and the previews of the last [MAX_PREVIEWS], in memory only. It must be used on
 * the main thread.
 *
 * @param background Executor with one background thread.
 */
internal class ScanRepository(
    private val engineManager: EngineManager,
    private val worker: ScanWorker,
    private val background: Executor,
    private val main: Executor,
) {
    private val kept = LinkedHashMap<Uri, ObservableState<ScanState>>()
    private val waiting = LinkedHashSet<Uri>()
    private val observer: (EngineState) -> Unit = ::onEngine
    private var isOpen = false

    /**
     * The state of the scan of [uri]. The picture is scanned as soon as the engine is ready.
     *
     * @param withPreview Whether the picture is scanned again if its preview was dropped.
     */
    fun stateOf(uri: Uri, withPreview: Boolean): ObservableState<ScanState> {
        open()
        val known = kept.remove(uri)
        val state = known ?: ObservableState<ScanState>(ScanState.Waiting, main)
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

    /** Frees the memory of the scanner and of the previews. */
    fun trimMemory() {
        background.execute(worker::releaseScanner)
        kept.values.forEach(::dropPreview)
    }

    private fun open() {
        if (isOpen) return
        isOpen = true
        engineManager.start()
        engineManager.state.observe(observer)
    }

    private fun scan(uri: Uri, state: ObservableState<ScanState>) {
        state.set(ScanState.Waiting)
        waiting += uri
        onEngine(engineManager.state.value)
    }

    private fun onEngine(engine: EngineState) {
        when (engine) {
            is EngineState.Opening, is EngineState.Testing -> waitAgain()
            is EngineState.Ready -> takeWaiting { state, uri -> submit(engine, uri, state) }
            is EngineState.Broken -> takeWaiting { state, _ -> state.set(ScanState.Broken(engine.problem)) }
        }
    }

    /** A self-test that runs again may succeed, so pictures that could not be scanned wait for it. */
    private fun waitAgain() {
        for ((uri, state) in kept) {
            if (state.value !is ScanState.Broken) continue
            state.set(ScanState.Waiting)
            waiting += uri
        }
    }

    private fun takeWaiting(take: (ObservableState<ScanState>, Uri) -> Unit) {
        val taken = waiting.toList()
        waiting.clear()
        for (uri in taken) kept[uri]?.let { take(it, uri) }
    }

    private fun submit(ready: EngineState.Ready, uri: Uri, state: ObservableState<ScanState>) {
        background.execute {
            state.set(worker.scan(ready, uri))
            main.execute(::forgetOldest)
        }
    }

    private fun forgetOldest() {
        while (kept.size > MAX_KEPT) kept.remove(kept.keys.first())
        kept.values.toList().dropLast(MAX_PREVIEWS).forEach(::dropPreview)
    }

    private fun dropPreview(state: ObservableState<ScanState>) {
        val done = state.value as? ScanState.Done ?: return
        if (done.preview != null) state.set(ScanState.Done(done.result, done.thumbnail, null))
    }

    internal companion object {
        /** Maximum number of results that are kept, and of pictures that can be shared at once. */
        const val MAX_KEPT = 50
        private const val MAX_PREVIEWS = 4
    }
}
