package edge.deepfake.app.engine

import java.util.concurrent.Executor

/**
 * A value that screens observe while they are shown. It may be set from any thread. Observers are called on [main], and
 * once by [observe] itself.
 */
internal class ObservableState<T>(initial: T, private val main: Executor) {
    private val observers = LinkedHashSet<(T) -> Unit>()

    @Volatile
    var value: T = initial
        private set

    /** Replaces the value and calls the observers. */
    fun set(next: T) {
        value = next
        main.execute { observers.toList().forEach { if (it in observers) it(next) } }
    }

    /** Calls [observer] now and after every change. Call it on the main thread. */
    fun observe(observer: (T) -> Unit) {
        observers += observer
        observer(value)
    }

    /** Removes an observer. Call it on the main thread. */
    fun removeObserver(observer: (T) -> Unit) {
        observers -= observer
    }
}
