package edge.deepfake.app.engine

import edge.deepfake.core.engine.Candidate

/** The process that runs [Trials], as its supervisor sees it. */
internal fun interface TrialProcess {
    /** How a process ended. */
    enum class End {
        /** It tried everything. */
        DONE,

        /** It could not begin: no bundle, or no room for the record. */
        FAILED,

        /** It died. */
        DIED,

        /** A candidate took too long; the process was killed. */
        TIMED_OUT,
    }

    /**
     * Starts the process, waits for its end, and leaves none behind. Not to be called on the main thread.
     *
     * @param begun Told of each candidate before it is tried.
     */
    fun run(begun: (Candidate) -> Unit): End
}
