"""What "auto" takes, what is an error, and what is remembered; trials answer by a table here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine import accelerators, choose, selector, trial_cache
from edge_runtime.engine.accelerators import available_accelerators
from edge_runtime.engine.choose import choose_engine, open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.engine.trial import TRIAL_SECONDS, Trial, TrialSpec
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import RuntimeInfo
from tests.support.sample_contract import write_bundle


@dataclass
class Table:
    """Answers trials, and counts them."""

    answers: dict[str, float | str]
    held: list[str] = field(default_factory=list)
    seconds: float = 0

    def __call__(self, spec: TrialSpec, seconds: float) -> Trial:
        self.held.append(spec.variant)
        self.seconds = seconds
        answer = self.answers[spec.variant]
        if isinstance(answer, str):
            return Trial(spec.variant, None, "unknown", answer)
        return Trial(spec.variant, answer, "full", None)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    folder = tmp_path / "bundle"
    folder.mkdir()
    return Bundle.open(write_bundle(folder))


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Table]:
    """A machine with a GPU on which trials go as told."""

    def install(answers: Mapping[str, float | str]) -> Table:
        table = Table(dict(answers))
        monkeypatch.setattr(selector, "run_trial", table)
        monkeypatch.setattr(choose, "available_accelerators", lambda: ("gpu",))
        return table

    return install


FAST_GPU = {"gpu-fp16": 2.0, "gpu-fp32": 3.0, "cpu": 6.0}


def test_auto_takes_the_fastest_and_says_why(gpu: Callable[..., Table], bundle: Bundle) -> None:
    gpu(FAST_GPU)
    choice = choose_engine(bundle, EngineOptions(threads=1))
    assert (choice.requested, choice.variant) == ("auto", "gpu-fp16")
    assert "gpu-fp16: 2.0 ms a crop, cpu: 6.0 ms a crop" in choice.reason


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({**FAST_GPU, "gpu-fp16": "3 golden vectors differ"}, "gpu-fp32"),
        ({"gpu-fp16": 5.9, "gpu-fp32": 7.0, "cpu": 6.0}, "not clearly faster than cpu: 6.0 ms"),
        ({"gpu-fp16": "it crashed: SIGSEGV", "gpu-fp32": "none"}, "gpu-fp16: it crashed: SIGSEGV"),
    ],
    ids=["wrong at half precision", "slow", "broken"],
)
def test_auto_passes_over_what_is_wrong_slow_or_broken(
    answers: dict[str, float | str], said: str, gpu: Callable[..., Table], bundle: Bundle
) -> None:
    gpu(answers)
    choice = choose_engine(bundle)
    assert choice.variant == ("gpu-fp32" if said == "gpu-fp32" else "cpu")
    assert said in choice.reason


def test_trials_are_held_once(gpu: Callable[..., Table], bundle: Bundle) -> None:
    table = gpu(FAST_GPU)
    choices = [choose_engine(bundle, EngineOptions(threads=1)) for _ in range(3)]
    assert choices[0] == choices[2]
    assert table.held == ["gpu-fp16", "gpu-fp32", "cpu"]
    assert table.seconds == selector.AUTO_SECONDS < TRIAL_SECONDS
    choose_engine(bundle, EngineOptions(threads=2))
    assert len(table.held) == 6


def test_another_driver_or_version_is_tried_again(
    gpu: Callable[..., Table], bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = gpu(FAST_GPU)
    choose_engine(bundle)
    monkeypatch.setenv("VK_DRIVER_FILES", "/another/driver.json")
    choose_engine(bundle)
    monkeypatch.setattr(trial_cache, "_version", lambda _: "99")
    choose_engine(bundle)
    assert len(table.held) == 9


@pytest.mark.parametrize("damage", ["", "{}", '{"schema": "edge-runtime/trials/1", "trials": []}'])
def test_a_damaged_memory_counts_as_none(
    damage: str, gpu: Callable[..., Table], bundle: Bundle, cache: Path
) -> None:
    table = gpu(FAST_GPU)
    choose_engine(bundle)
    for path in cache.rglob("*.json"):
        path.write_text(damage)
    assert choose_engine(bundle).variant == "gpu-fp16"
    assert len(table.held) == 6


def test_a_cache_that_cannot_be_written_costs_only_time(
    gpu: Callable[..., Table], bundle: Bundle, cache: Path
) -> None:
    cache.write_text("a file where the folder should be")
    table = gpu(FAST_GPU)
    assert [choose_engine(bundle).variant for _ in range(2)] == ["gpu-fp16"] * 2
    assert len(table.held) == 6


def test_what_was_asked_for_is_taken_at_the_precision_that_is_right(
    gpu: Callable[..., Table], bundle: Bundle
) -> None:
    gpu({"gpu-fp16": "2 golden vectors differ", "gpu-fp32": 90.0})
    choice = choose_engine(bundle, EngineOptions("gpu"))
    assert (choice.requested, choice.variant) == ("gpu", "gpu-fp32")
    assert choice.reason.startswith("as requested")


def test_what_cannot_be_had_is_an_error_that_says_why_and_is_tried_again(
    gpu: Callable[..., Table], bundle: Bundle
) -> None:
    table = gpu({"gpu-fp16": "No adapters found", "gpu-fp32": "it took too long"})
    with pytest.raises(EngineError, match=r"gpu-fp16: No adapters found; gpu-fp32: it took"):
        choose_engine(bundle, EngineOptions("gpu"))
    assert table.seconds == TRIAL_SECONDS
    table.answers["gpu-fp16"] = 4.0
    assert choose_engine(bundle, EngineOptions("gpu")).variant == "gpu-fp16"


@pytest.mark.parametrize(
    ("accelerator", "told"),
    [
        ("tpu", "auto, cpu, gpu, npu or delegate:LIBRARY"),
        ("delegate:", "delegate:LIBRARY"),
        ("delegate:lib.so,fast", "KEY=VALUE, not 'fast'"),
        ("gpu-fp16", "is not known"),
    ],
)
def test_a_name_that_makes_no_sense_is_an_error(
    accelerator: str, told: str, bundle: Bundle
) -> None:
    with pytest.raises(EngineError, match=told):
        open_engine(bundle, EngineOptions(accelerator))


def test_the_gpu_needs_litert(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "choose_backend", lambda _: "tensorflow")
    with pytest.raises(EngineError, match="needs the backend litert, not tensorflow"):
        choose_engine(bundle, EngineOptions("gpu"))
    assert "tensorflow runs on the CPU" in choose_engine(bundle, EngineOptions("auto")).reason


@dataclass
class Opened:
    info: RuntimeInfo


def test_an_accelerator_that_fails_after_its_trial_gives_way_openly(
    gpu: Callable[..., Table], bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    gpu(FAST_GPU)

    def opens(_: Bundle, accelerator: str, threads: int, backend: str) -> Opened:
        if accelerator != "cpu":
            raise EngineError("the driver was unloaded")
        return Opened(RuntimeInfo(backend, "cpu", threads))

    monkeypatch.setattr(choose, "open_engine_unchecked", opens)
    info = choose_engine(bundle, EngineOptions("auto")).open().info
    assert (info.requested, info.accelerator) == ("auto", "cpu")
    assert info.reason == "gpu-fp16 passed its trial and failed now: the driver was unloaded"
    with pytest.raises(EngineError, match="unloaded"):
        choose_engine(bundle, EngineOptions("gpu")).open()


def folder_of(home: Path, *names: str) -> Path:
    for name in names:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).touch()
    return home


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="device files are Linux's")
@pytest.mark.parametrize(
    ("device", "library", "kinds"),
    [
        ("dri/renderD128", "libLiteRtWebGpuAccelerator.so", ("gpu",)),
        ("nvidia0", "libLiteRtGpuAccelerator.so", ("gpu",)),
        ("nvidiactl", "libLiteRtGpuAccelerator.so", ()),
        ("dri/card0", "libLiteRtWebGpuAccelerator.so", ()),
        ("dri/renderD128", "libLiteRt.so", ()),
        ("accel/accel0", "vendors/intel_openvino/dispatch/libLiteRtDispatch_X.so", ("npu",)),
        ("accel/accel0", "vendors/intel_openvino/compiler/libLiteRtCompilerPlugin_X.so", ()),
    ],
)
def test_what_a_machine_may_have_is_told_by_names_of_files(
    device: str,
    library: str,
    kinds: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = folder_of(tmp_path / "ai_edge_litert", library)
    monkeypatch.setattr(accelerators, "_litert_folder", lambda: package)
    assert available_accelerators(folder_of(tmp_path / "dev", device)) == kinds


PROBE = """
import sys
from pathlib import Path
from edge_runtime.engine import accelerators, choose
from edge_runtime.bundle.bundle import Bundle
choose.available_accelerators = lambda: accelerators.available_accelerators(Path("/nowhere"))
choose.choose_engine(Bundle.open(sys.argv[1]))
print(sorted({"subprocess", "edge_runtime.engine.selector", "ai_edge_litert"} & set(sys.modules)))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a GPU")
def test_a_machine_without_gpu_and_npu_starts_no_trial(bundle: Bundle) -> None:
    command = [sys.executable, "-c", PROBE, str(bundle.directory)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_user_without_a_home_folder_has_trials_run_each_time(
    gpu: Callable[..., Table], bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", no_home)
    table = gpu(FAST_GPU)
    assert [choose_engine(bundle).variant for _ in range(2)] == ["gpu-fp16"] * 2
    assert table.held.count("gpu-fp16") == 2
