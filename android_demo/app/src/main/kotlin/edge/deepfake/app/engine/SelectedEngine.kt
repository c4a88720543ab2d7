package edge.deepfake.app.engine

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.errors.EngineException
import edge.deepfake.core.selftest.AcceleratorSelector
import edge.deepfake.core.selftest.Selection
import edge.deepfake.core.selftest.Trial
import edge.deepfake.core.selftest.TrialCode

/** The open engine of the selected candidate. */
internal class SelectedEngine(val engine: Engine, val selection: Selection)

/**
 * Opens the engine of the candidate that the selector selects. If the candidate cannot be opened now, although it
 * passed its trial, the next one is selected.
 *
 * @throws NoWorkingCandidateException if no candidate can be opened.
 */
internal fun ModelLoader.openSelected(
    bundle: Bundle,
    requested: Accelerator,
    trials: List<Trial>,
    threads: Int,
): SelectedEngine {
    var left = trials
    while (true) {
        val selection = AcceleratorSelector(left).select(requested) ?: throw NoWorkingCandidateException(left)
        val candidate = selection.candidate
        val failure = try {
            val info = runtimeInfoOf(candidate, requested, threads, reasonOf(selection, requested))
            openEngineUnchecked(bundle, candidate, info)?.let { return SelectedEngine(it, selection) }
            Trial(candidate, TrialCode.UNAVAILABLE, null, "")
        } catch (error: EngineException) {
            Trial(candidate, TrialCode.REFUSED, null, error.message.orEmpty())
        }
        left = left.map { if (it.candidate == candidate) failure else it }
    }
}

/** No candidate runs the network correctly, so the app gives no verdict. */
internal class NoWorkingCandidateException(val trials: List<Trial>) :
    Exception(trials.joinToString { "${it.candidate.id}: ${it.code.id}" })

/** One sentence in English for the result's JSON. */
private fun reasonOf(selection: Selection, requested: Accelerator): String = when {
    requested == Accelerator.AUTO -> "the fastest that passed its self-test"
    selection.candidate.accelerator == requested -> "as requested"
    else -> selection.unused.joinToString("; ") { "${it.candidate.id}: ${it.reason}" } + ": the fastest that passed"
}
