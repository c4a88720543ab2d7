package edge.deepfake.app.engine

import edge.deepfake.core.selftest.Trial

/** Why there can be no verdict at all. [detail] is for people who look for the cause; in English. */
internal sealed class Trouble(val detail: String) {
    /** The bundle in the app is damaged or of another version. */
    class DamagedBundle(detail: String) : Trouble(detail)

    /** The self-test could not be run. */
    class NoSelfTest(detail: String) : Trouble(detail)

    /** No way of running the network gave right answers. */
    class NothingRuns(val trials: List<Trial>) :
        Trouble(trials.joinToString("\n") { "${it.candidate.word}: ${it.code.word} ${it.detail}".trim() })

    /** The network failed on a picture. */
    class EngineFailed(detail: String) : Trouble(detail)
}
