package edge.deepfake.app.engine

import edge.deepfake.core.selftest.Trial

/**
 * Why the app can give no verdict at all.
 *
 * @property detail The cause, in English, for somebody who looks for the error.
 */
internal sealed class EngineProblem(val detail: String) {
    /** The app's bundle is damaged or has an unknown schema. */
    class DamagedBundle(detail: String) : EngineProblem(detail)

    /** The self-test could not be run. */
    class NoSelfTest(detail: String) : EngineProblem(detail)

    /** Every candidate failed its trial. */
    class NoWorkingCandidate(val trials: List<Trial>) :
        EngineProblem(trials.joinToString("\n") { "${it.candidate.id}: ${it.code.id} ${it.detail}".trim() })

    /** The network failed on a picture. */
    class EngineFailed(detail: String) : EngineProblem(detail)
}
