package edge.deepfake.core.selftest

import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.errors.ContractException

/**
 * How far a self-test is. The process that runs it stores each record before the next step, so that
 * whoever finds a record with [running] set and that process gone knows which candidate took it
 * down.
 *
 * @property running The candidate being tried; null between two trials and at the end.
 */
public data class SelfTestRecord(
    public val key: SelfTestKey,
    public val trials: List<Trial> = emptyList(),
    public val running: Candidate? = null,
) {
    /** The candidate to try next; null at the end. */
    public val next: Candidate?
        get() = Candidate.entries.firstOrNull { isUntried(it) && isNeeded(it) }

    /** Whether there is nothing left to try. */
    public val isDone: Boolean get() = running == null && next == null

    /** The record to store before [candidate] is tried. */
    public fun start(candidate: Candidate): SelfTestRecord = copy(running = candidate)

    /** The record to store after a trial. */
    public fun end(trial: Trial): SelfTestRecord =
        copy(trials = trials.filter { it.candidate != trial.candidate } + trial, running = null)

    /** The record of a test whose process is gone: what was running ends with [code]. */
    public fun interrupted(code: TrialCode): SelfTestRecord =
        if (running == null) this else end(Trial(running, code, null, ""))

    /** JSON text, as [parse] reads it. */
    public fun toJson(): String = writeRecord(this)

    private fun isUntried(candidate: Candidate): Boolean = trials.none { it.candidate == candidate }

    private fun isNeeded(candidate: Candidate): Boolean = candidate != Candidate.GPU_FP32 ||
        trials.any { it.candidate == Candidate.GPU_FP16 && it.code == TrialCode.WRONG_ANSWERS }

    public companion object {
        /** Reads a stored record; null if it is of another [key], or damaged. */
        public fun parse(text: String, key: SelfTestKey): SelfTestRecord? = try {
            readRecord(text).takeIf { it.key == key }
        } catch (_: ContractException) {
            null
        }
    }
}
