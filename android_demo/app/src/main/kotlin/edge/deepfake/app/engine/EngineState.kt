package edge.deepfake.app.engine

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.selftest.Trial

/** How far the app is with getting ready to scan. */
internal sealed class EngineState {
    /** The bundle is verified. */
    object Opening : EngineState()

    /** This device is tested; [candidate] at the moment. */
    class Testing(val candidate: Candidate) : EngineState()

    /** Pictures can be scanned. */
    class Ready(val bundle: Bundle, val trials: List<Trial>) : EngineState()

    /** Nothing can be scanned, and why. */
    class Broken(val trouble: Trouble) : EngineState()
}
