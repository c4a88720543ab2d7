package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.ContractException

/**
 * The progress of a self-test. The process that runs it stores the record before every step. If that process dies, the
 * stored record tells in [running] which candidate caused it.
 *
 * @property running The candidate whose trial is running; null between two trials and at the end.
 */
public data class SelfTestRecord(
    public val key: SelfTestKey,
    public val trials: List<Trial> = emptyList(),
    public val running: Candidate? = null,
) {
    /** The candidate whose trial is next; null at the end. */
    public val next: Candidate?
        get() = Candidate.entries.firstOrNull { isUntried(it) && isNeeded(it) }

    /** Whether every trial has ended. */
    public val isDone: Boolean get() = running == null && next == null

    /** The record to store before the trial of [candidate]. */
    public fun start(candidate: Candidate): SelfTestRecord = copy(running = candidate)

    /** The record to store after a trial. */
    public fun end(trial: Trial): SelfTestRecord =
        copy(trials = trials.filter { it.candidate != trial.candidate } + trial, running = null)

    /** The record to store after the process has ended: the running trial ends with [code]. */
    public fun interrupted(code: TrialCode): SelfTestRecord =
        if (running == null) this else end(Trial(running, code, null, ""))

    /** The record as JSON, which [parse] reads. */
    public fun toJson(): String = writeRecord(this)

    private fun isUntried(candidate: Candidate): Boolean = trials.none { it.candidate == candidate }

    private fun isNeeded(candidate: Candidate): Boolean = candidate != Candidate.GPU_FP32 ||
        trials.any { it.candidate == Candidate.GPU_FP16 && it.code == TrialCode.WRONG_ANSWERS }

    public companion object {
        /** Parses a stored record; null if it is damaged or has another [key]. */
        public fun parse(text: String, key: SelfTestKey): SelfTestRecord? = try {
            readRecord(text).takeIf { it.key == key }
        } catch (_: ContractException) {
            null
        }
    }
}
