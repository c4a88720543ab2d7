package edge.deepfake.app.engine

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.selftest.Trial

/** State of the engine. */
internal sealed class EngineState {
    /** The bundle is being verified. */
    object Opening : EngineState()

    /** The self-test runs the trial of [candidate]. */
    class Testing(val candidate: Candidate) : EngineState()

    /** Pictures can be scanned. */
    class Ready(val bundle: Bundle, val trials: List<Trial>) : EngineState()

    /** No picture can be scanned, because of [problem]. */
    class Broken(val problem: EngineProblem) : EngineState()
}
