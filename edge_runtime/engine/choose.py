"""Where the network is to run, decided before it is loaded.

"auto" takes the fastest accelerator that passes its trial (`edge_runtime.engine.selector`), and the
CPU where nothing is clearly faster. A machine without GPU and NPU starts no trial. An accelerator
that is asked for by name is used, or is an error. The result says what was asked for, what is used
and why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.accelerators import WAYS, possible_kinds
from edge_runtime.engine.delegate import PREFIX, Delegate
from edge_runtime.engine.engine import ACCELERATORS, Engine, NetworkEngine, open_untried
from edge_runtime.engine.interpreter import Backend, choose_backend, default_threads
from edge_runtime.errors import EngineError


@dataclass(frozen=True, slots=True)
class EnginePlan:
    """A decision, from which any number of engines can be opened.

    Attributes:
        bundle: The network's.
        requested: What was asked for, as it stands in a result.
        accelerator: What to open, as for `edge_runtime.engine.engine.open_untried`.
        threads: CPU threads, >= 1.
        backend: TFLite runtime.
        reason: Why, in a sentence for people.
    """

    bundle: Bundle
    requested: str
    accelerator: str
    threads: int
    backend: Backend
    reason: str

    def open(self) -> Engine:
        """Load the network.

        If "auto" chose an accelerator that fails now, the CPU takes its place and the engine's
        `RuntimeInfo.reason` says so.

        Raises:
            EngineError: If it cannot be loaded.
        """
        try:
            engine = self._open()
        except EngineError as error:
            if self.requested != "auto" or self.accelerator == "cpu":
                raise
            reason = f"{self.accelerator} passed its trial and failed now: {error}"
            return replace(self, accelerator="cpu", reason=reason).open()
        return engine

    def _open(self) -> NetworkEngine:
        engine = open_untried(self.bundle, self.accelerator, self.threads, self.backend)
        engine.info = replace(engine.info, requested=self.requested, reason=self.reason)
        return engine


def open_engine(
    bundle: Bundle,
    accelerator: str = "auto",
    threads: int | None = None,
    backend: str | None = None,
) -> Engine:
    """Load a bundle's network.

    Args:
        bundle: An open bundle.
        accelerator: One of ``ACCELERATORS``, or a delegate; "auto" takes the fastest of what
            answers as the bundle's golden vectors want.
        threads: CPU threads, >= 1, or None for `default_threads`.
        backend: One of `edge_runtime.engine.interpreter.BACKENDS`, or None for the first installed.

    Raises:
        EngineError: If the accelerator or backend is not available, or the model does not match
            its contract.
    """
    return plan_engine(bundle, accelerator, threads, backend).open()


def plan_engine(
    bundle: Bundle,
    accelerator: str = "auto",
    threads: int | None = None,
    backend: str | None = None,
) -> EnginePlan:
    """Decide where to run; it may take a minute the first time on a machine with a GPU.

    Args:
        bundle: An open bundle.
        accelerator: As for `open_engine`.
        threads: CPU threads, >= 1, or None for `default_threads`.
        backend: TFLite runtime, or None for the first installed.

    Raises:
        EngineError: If the accelerator or backend is not available.
    """
    delegate = Delegate.parse(accelerator)
    if accelerator not in ACCELERATORS and delegate is None:
        known = f"{', '.join(ACCELERATORS)} or {PREFIX}LIBRARY"
        raise EngineError(f"accelerator {accelerator!r} is not known: one of {known}")
    if threads is not None and threads < 1:
        raise EngineError(f"threads must be at least 1, not {threads}")
    requested = accelerator if delegate is None else delegate.name
    plan = EnginePlan(
        bundle=bundle,
        requested=requested,
        accelerator="cpu",
        threads=threads or default_threads(),
        backend=choose_backend(backend),
        reason="as requested",
    )
    if accelerator == "cpu":
        return plan
    return _plan_auto(plan) if accelerator == "auto" else _plan_asked(plan, accelerator)


def _plan_auto(plan: EnginePlan) -> EnginePlan:
    if plan.backend != "litert":
        return replace(plan, reason=f"the backend {plan.backend} runs on the CPU")
    kinds = possible_kinds()
    if not kinds:
        return replace(plan, reason="no GPU or NPU that LiteRT can use was found")
    from edge_runtime.engine.selector import Ladder

    accelerator, reason = Ladder(plan.bundle, plan.threads, plan.backend).fastest(kinds)
    return replace(plan, accelerator=accelerator, reason=reason)


def _plan_asked(plan: EnginePlan, accelerator: str) -> EnginePlan:
    if accelerator in WAYS and plan.backend != "litert":
        raise EngineError(f"accelerator {accelerator} needs the backend litert, not {plan.backend}")
    from edge_runtime.engine.selector import Ladder

    ways = WAYS.get(accelerator, (accelerator,))
    way, reason = Ladder(plan.bundle, plan.threads, plan.backend).first(ways)
    return replace(plan, accelerator=way, reason=reason)
