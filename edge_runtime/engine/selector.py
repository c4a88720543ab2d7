"""Which accelerator passes its trial, and which is the fastest."""

from __future__ import annotations

from collections.abc import Sequence

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.accelerators import WAYS
from edge_runtime.engine.interpreter import Backend
from edge_runtime.engine.trial import TRIAL_SECONDS, Subject, Trial, hold_trial
from edge_runtime.engine.trial_cache import TrialCache
from edge_runtime.errors import EngineError

CLEARLY = 0.9
"""Share of the CPU's time that an accelerator may take at most to be worth choosing."""


AUTO_SECONDS = 30
"""How long a trial may take that nobody asked for."""


class Ladder:
    """Trials of a bundle's network in one setting, remembered from start to start.

    Args:
        bundle: The network's.
        threads: CPU threads, >= 1.
        backend: TFLite runtime.
    """

    def __init__(self, bundle: Bundle, threads: int, backend: Backend) -> None:
        self._folder = str(bundle.directory.resolve())
        self._threads, self._backend = threads, backend
        self._cache = TrialCache(bundle.sha256, threads, backend)

    def fastest(self, kinds: Sequence[str]) -> tuple[str, str]:
        """The accelerator that "auto" takes, the CPU included, and why.

        Args:
            kinds: Keys of `WAYS` to try; at least one.
        """
        trials = [self._recalled(way) for kind in kinds for way in WAYS[kind]]
        passed = [trial for trial in trials if trial.problem is None]
        if not passed:
            return "cpu", "; ".join(map(str, trials))
        best, cpu = min(passed, key=_milliseconds), self._recalled("cpu")
        if _milliseconds(best) > CLEARLY * _milliseconds(cpu):
            return "cpu", f"{best}, not clearly faster than {cpu}"
        return best.accelerator, f"it answers as the golden vectors want; {best}, {cpu}"

    def first(self, ways: Sequence[str]) -> tuple[str, str]:
        """The first that passes, and why; what failed at an earlier start is tried again.

        Raises:
            EngineError: If none passes; the message has the reason of each.
        """
        failures = []
        for way in ways:
            trial = self._cache.recall(self._subject(way))
            if trial is None or trial.problem is not None:
                trial = self.hold(way)
            if trial.problem is None:
                return way, f"as requested; it answers as the golden vectors want; {trial}"
            failures.append(str(trial))
        raise EngineError(f"the accelerator cannot be had: {'; '.join(failures)}")

    def hold(self, accelerator: str, seconds: float = TRIAL_SECONDS) -> Trial:
        """Try an accelerator anew, for so long at most, and remember how it went."""
        subject = self._subject(accelerator)
        trial = hold_trial(subject, seconds)
        self._cache.remember(subject, trial)
        return trial

    def _recalled(self, accelerator: str) -> Trial:
        remembered = self._cache.recall(self._subject(accelerator))
        return remembered or self.hold(accelerator, AUTO_SECONDS)

    def _subject(self, accelerator: str) -> Subject:
        return Subject(self._folder, accelerator, self._threads, self._backend)


def _milliseconds(trial: Trial) -> float:
    return float("inf") if trial.milliseconds is None else trial.milliseconds
