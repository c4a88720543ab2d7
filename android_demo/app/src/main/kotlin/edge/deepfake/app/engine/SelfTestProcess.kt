package edge.deepfake.app.engine

import edge.deepfake.core.engine.Candidate

/** A process that runs a [SelfTestRunner], as the [SelfTestSupervisor] sees it. */
internal fun interface SelfTestProcess {
    /** How a process ended. */
    enum class End {
        /** Every candidate has had its trial. */
        DONE,

        /** The self-test could not start: the bundle is damaged, or the record cannot be stored. */
        FAILED,

        /** The process crashed. */
        DIED,

        /** A trial exceeded its time limit, and the process was killed. */
        TIMED_OUT,
    }

    /**
     * Starts the process and waits until it has ended. Must not run on the main thread.
     *
     * @param onTrialStart Called with each candidate before its trial.
     */
    fun run(onTrialStart: (Candidate) -> Unit): End
}
