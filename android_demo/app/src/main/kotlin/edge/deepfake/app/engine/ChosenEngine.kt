package edge.deepfake.app.engine

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.selftest.DelegateChoice
import edge.deepfake.core.selftest.Trial
import edge.deepfake.core.selftest.TrialCode
import edge.deepfake.core.selftest.chooseCandidate

/** An open engine, and why it is this one. */
internal class ChosenEngine(val engine: Engine, val choice: DelegateChoice)

/**
 * Opens what the ladder chooses; a candidate that passed its self-test and refuses now is passed over.
 *
 * @throws NothingRunsException if no candidate is left.
 */
internal fun Networks.openChosen(bundle: Bundle, wish: Accelerator, trials: List<Trial>, threads: Int): ChosenEngine {
    var left = trials
    while (true) {
        val choice = chooseCandidate(wish, left) ?: throw NothingRunsException(left)
        val candidate = choice.candidate
        val failure = try {
            val info = runtimeInfoOf(candidate, wish, threads, reasonOf(choice, wish))
            openEngine(bundle, candidate, info)?.let { return ChosenEngine(it, choice) }
            Trial(candidate, TrialCode.UNAVAILABLE, null, "")
        } catch (error: EngineException) {
            Trial(candidate, TrialCode.REFUSED, null, error.message.orEmpty())
        }
        left = left.map { if (it.candidate == candidate) failure else it }
    }
}

/** Why nothing runs the network: no candidate gave right answers, so there is no verdict at all. */
internal class NothingRunsException(val trials: List<Trial>) :
    Exception(trials.joinToString { "${it.candidate.word}: ${it.code.word}" })

/** One sentence in English, for the result's JSON. */
private fun reasonOf(choice: DelegateChoice, wish: Accelerator): String = when {
    wish == Accelerator.AUTO -> "the fastest that passed its self-test"
    choice.candidate.accelerator == wish -> "as requested"
    else -> choice.passedOver.joinToString("; ") { "${it.candidate.word}: ${it.reason}" } + ": the fastest that passed"
}
