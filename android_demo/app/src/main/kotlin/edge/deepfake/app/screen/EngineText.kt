package edge.deepfake.app.screen

import android.content.Context
import edge.deepfake.app.R
import edge.deepfake.app.engine.EngineState
import edge.deepfake.core.engine.Accelerator
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.selftest.Trial
import edge.deepfake.core.selftest.TrialCode

/** String resource of the candidate's name. */
internal val Candidate.label: Int
    get() = when (this) {
        Candidate.CPU -> R.string.cpu
        Candidate.GPU_FP16 -> R.string.gpu_fp16
        Candidate.GPU_FP32 -> R.string.gpu_fp32
        Candidate.NNAPI -> R.string.nnapi
    }

/** String resource of the accelerator's name. */
internal val Accelerator.label: Int
    get() = when (this) {
        Accelerator.AUTO -> R.string.accelerator_auto
        Accelerator.CPU -> R.string.cpu
        Accelerator.GPU -> R.string.gpu
        Accelerator.NNAPI -> R.string.nnapi
    }

/** What the app is preparing before it can scan; null if it is ready, or cannot become ready. */
internal fun Context.progressText(state: EngineState): String? = when (state) {
    is EngineState.Opening -> getString(R.string.home_opening)
    is EngineState.Testing -> getString(R.string.home_testing, getString(state.candidate.label))
    is EngineState.Ready, is EngineState.Broken -> null
}

/** The outcome of a trial in one sentence. */
internal fun Context.describe(trial: Trial): String {
    val name = getString(trial.candidate.label)
    return when (trial.code) {
        TrialCode.PASSED -> getString(R.string.trial_passed, name, millisOf(trial.millis ?: 0.0))
        TrialCode.WRONG_ANSWERS -> getString(R.string.trial_wrong, name)
        TrialCode.UNAVAILABLE -> getString(R.string.trial_unavailable, name)
        TrialCode.REFUSED -> getString(R.string.trial_refused, name)
        TrialCode.CRASHED -> getString(R.string.trial_crashed, name)
        TrialCode.TIMED_OUT -> getString(R.string.trial_timed_out, name)
    }
}
