"""Which accelerator passes its trial, and which of those is the fastest."""

from __future__ import annotations

from collections.abc import Sequence

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.options import VARIANTS, Backend
from edge_runtime.engine.trial import TRIAL_SECONDS, Trial, TrialSpec, run_trial
from edge_runtime.engine.trial_cache import TrialCache
from edge_runtime.errors import EngineError

CLEARLY = 0.9
"""An accelerator is worth choosing if it takes at most this share of the CPU's time."""


AUTO_SECONDS = 30
"""Time limit of a trial that nobody asked for."""


class AcceleratorSelector:
    """Tries accelerators with a bundle's network; outcomes are kept from one start to the next.

    Args:
        bundle: The network's bundle.
        threads: CPU threads, >= 1.
        backend: TFLite runtime.
    """

    def __init__(self, bundle: Bundle, threads: int, backend: Backend) -> None:
        self._folder = str(bundle.directory.resolve())
        self._threads, self._backend = threads, backend
        self._cache = TrialCache(bundle.sha256, threads, backend)

    def fastest(self, accelerators: Sequence[str]) -> tuple[str, str]:
        """The variant that "auto" takes, "cpu" included, and why.

        Args:
            accelerators: Keys of `VARIANTS` to try; at least one.
        """
        trials = [self._recalled(variant) for name in accelerators for variant in VARIANTS[name]]
        passed = [trial for trial in trials if trial.problem is None]
        if not passed:
            return "cpu", "; ".join(map(str, trials))
        best, cpu = min(passed, key=_milliseconds), self._recalled("cpu")
        if _milliseconds(best) > CLEARLY * _milliseconds(cpu):
            return "cpu", f"{best}, not clearly faster than {cpu}"
        return best.accelerator, f"it answers as the golden vectors want; {best}, {cpu}"

    def first(self, variants: Sequence[str]) -> tuple[str, str]:
        """The first variant that passes, and why; one that failed before is tried again.

        Raises:
            EngineError: If none passes; the message has the reason of each.
        """
        failures = []
        for variant in variants:
            trial = self._cache.recall(self._spec(variant))
            if trial is None or trial.problem is not None:
                trial = self.retry(variant)
            if trial.problem is None:
                return variant, f"as requested; it answers as the golden vectors want; {trial}"
            failures.append(str(trial))
        raise EngineError(f"the accelerator cannot be had: {'; '.join(failures)}")

    def retry(self, variant: str, seconds: float = TRIAL_SECONDS) -> Trial:
        """Try a variant anew, within a time limit in seconds, and keep the outcome."""
        spec = self._spec(variant)
        trial = run_trial(spec, seconds)
        self._cache.remember(spec, trial)
        return trial

    def _recalled(self, variant: str) -> Trial:
        return self._cache.recall(self._spec(variant)) or self.retry(variant, AUTO_SECONDS)

    def _spec(self, variant: str) -> TrialSpec:
        return TrialSpec(self._folder, variant, self._threads, self._backend)


def _milliseconds(trial: Trial) -> float:
    return float("inf") if trial.milliseconds is None else trial.milliseconds
