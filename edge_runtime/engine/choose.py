"""Decides where the network runs, before it is loaded.

"auto" takes the fastest accelerator that passes its trial (`edge_runtime.engine.selector`), and the
CPU where nothing is clearly faster. A machine without GPU and NPU starts no trial. An accelerator
that is asked for by name is used, or is an error. The result says what was asked for, what is used
and why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.accelerators import available_accelerators
from edge_runtime.engine.engine import Engine, NetworkEngine, open_engine_unchecked
from edge_runtime.engine.interpreter import choose_backend, default_threads
from edge_runtime.engine.options import VARIANTS, Backend, EngineOptions
from edge_runtime.errors import EngineError

AUTO = EngineOptions()
"""The fastest accelerator, and the engine's own choice of threads and runtime."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """A decision, from which any number of engines can be opened.

    Attributes:
        bundle: The network's bundle.
        requested: What was asked for, as results name it.
        variant: What to open, as for `edge_runtime.engine.engine.open_engine_unchecked`.
        threads: CPU threads, >= 1.
        backend: TFLite runtime.
        reason: Why this variant, in a sentence for people.
    """

    bundle: Bundle
    requested: str
    variant: str
    threads: int
    backend: Backend
    reason: str

    def open(self) -> Engine:
        """Load the network.

        If "auto" chose an accelerator that fails now, the CPU is used instead and the engine's
        `RuntimeInfo.reason` says so.

        Raises:
            EngineError: If it cannot be loaded.
        """
        try:
            engine = self._open()
        except EngineError as error:
            if self.requested != "auto" or self.variant == "cpu":
                raise
            reason = f"{self.variant} passed its trial and failed now: {error}"
            return replace(self, variant="cpu", reason=reason).open()
        return engine

    def _open(self) -> NetworkEngine:
        engine = open_engine_unchecked(self.bundle, self.variant, self.threads, self.backend)
        engine.info = replace(engine.info, requested=self.requested, reason=self.reason)
        return engine


def open_engine(bundle: Bundle, options: EngineOptions = AUTO) -> Engine:
    """Load a bundle's network.

    Args:
        bundle: An open bundle.
        options: Where it is to run.

    Raises:
        EngineError: If the accelerator or backend is not available, or the model does not match
            its contract.
    """
    return choose_engine(bundle, options).open()


def choose_engine(bundle: Bundle, options: EngineOptions = AUTO) -> EngineChoice:
    """Decide where to run; it may take a minute the first time on a machine with a GPU.

    Args:
        bundle: An open bundle.
        options: Where it is to run.

    Raises:
        EngineError: If the accelerator or backend is not available.
    """
    choice = EngineChoice(
        bundle=bundle,
        requested=options.requested,
        variant="cpu",
        threads=options.threads or default_threads(),
        backend=choose_backend(options.backend),
        reason="as requested",
    )
    if options.accelerator == "cpu":
        return choice
    if options.accelerator == "auto":
        return _choose_fastest(choice)
    return _choose_requested(choice, options.accelerator)


def _choose_fastest(choice: EngineChoice) -> EngineChoice:
    if choice.backend != "litert":
        return replace(choice, reason=f"the backend {choice.backend} runs on the CPU")
    accelerators = available_accelerators()
    if not accelerators:
        return replace(choice, reason="no GPU or NPU that LiteRT can use was found")
    from edge_runtime.engine.selector import AcceleratorSelector

    selector = AcceleratorSelector(choice.bundle, choice.threads, choice.backend)
    variant, reason = selector.fastest(accelerators)
    return replace(choice, variant=variant, reason=reason)


def _choose_requested(choice: EngineChoice, accelerator: str) -> EngineChoice:
    if accelerator in VARIANTS and choice.backend != "litert":
        raise EngineError(
            f"accelerator {accelerator} needs the backend litert, not {choice.backend}"
        )
    from edge_runtime.engine.selector import AcceleratorSelector

    selector = AcceleratorSelector(choice.bundle, choice.threads, choice.backend)
    variant, reason = selector.first(VARIANTS.get(accelerator, (accelerator,)))
    return replace(choice, variant=variant, reason=reason)
