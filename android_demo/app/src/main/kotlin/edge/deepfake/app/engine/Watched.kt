package edge.deepfake.app.engine

import java.util.concurrent.Executor

/**
 * A value that screens look at while they are shown. Set from any thread; observers are called by [main], and on
 * [watch] at once.
 */
internal class Watched<T>(initial: T, private val main: Executor) {
    private val observers = LinkedHashSet<(T) -> Unit>()

    @Volatile
    var value: T = initial
        private set

    /** Replaces the value and tells the observers. */
    fun set(next: T) {
        value = next
        main.execute { observers.toList().forEach { if (it in observers) it(next) } }
    }

    /** Calls [observer] now and on every change. On the main thread. */
    fun watch(observer: (T) -> Unit) {
        observers += observer
        observer(value)
    }

    /** Ends [watch]. On the main thread. */
    fun leave(observer: (T) -> Unit) {
        observers -= observer
    }
}
