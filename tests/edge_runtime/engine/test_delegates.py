"""Delegates built here, on trial in a real process: idle ones, failing ones, a crashing one."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from edge_runtime.bundle.bundle import BUNDLES, Bundle
from edge_runtime.cli import exit_codes, main
from edge_runtime.engine import trial
from edge_runtime.engine.child_process import describe_end
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.doctor import examine
from edge_runtime.engine.golden import replay
from edge_runtime.engine.options import EngineOptions
from edge_runtime.engine.trial import TrialSpec, run_trial
from edge_runtime.errors import EngineError
from tests.support.requirement import missing

pytestmark = [
    pytest.mark.skipif(not (BUNDLES / "DEFAULT").exists(), reason="no bundle is sealed"),
    pytest.mark.skipif(sys.platform == "win32", reason="built with a Unix compiler"),
]

SAMPLE = Path(__file__).parents[3] / "edge_runtime" / "samples" / "real_hopper.jpg"

SOURCE = """
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* TfLiteDelegate of tensorflow/lite/core/c/common.h */
typedef struct Delegate {
  void* data;
  int (*prepare)(void* context, struct Delegate* self);
  void* buffer_functions[3];
  int64_t flags;
  void* builder;
} Delegate;

static int take_nothing(void* context, Delegate* self) { return 0; }
static int refuse(void* context, Delegate* self) { return 1; }

void* tflite_plugin_create_delegate(char** keys, char** values, size_t count,
                                    void (*report)(const char*)) {
  const char* mode = "idle";
  for (size_t i = 0; i < count; ++i)
    if (!strcmp(keys[i], "mode")) mode = values[i];
  if (!strcmp(mode, "absent")) {
    report("no device is plugged in");
    return NULL;
  }
  if (!strcmp(mode, "crash")) abort();
  Delegate* made = calloc(1, sizeof(Delegate));
  made->prepare = strcmp(mode, "refuse") ? take_nothing : refuse;
  return made;
}

void tflite_plugin_destroy_delegate(void* made) { free(made); }
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        missing("a C compiler", "apt-get install gcc libc6-dev")
    folder = tmp_path_factory.mktemp("delegate")
    (folder / "delegate.c").write_text(SOURCE)
    built = folder / "libidle.so"
    command = [compiler, "-shared", "-fPIC", "-o", str(built), str(folder / "delegate.c")]
    subprocess.run(command, check=True)
    return built


def test_a_delegate_that_answers_rightly_is_used_and_named(library: Path) -> None:
    bundle = Bundle.open(None)
    engine = open_engine(bundle, EngineOptions(f"delegate:{library},mode=idle", 1))
    assert engine.info.accelerator == engine.info.requested == "delegate:libidle.so"
    assert engine.info.residency == "unknown"
    assert engine.info.reason.startswith("as requested; it answers as the golden vectors want")
    assert all(check.ok for check in replay(bundle, engine))


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("absent", "no device is plugged in"),
        ("refuse", "refused the model"),
        ("crash", "it crashed: SIGABRT"),
    ],
)
def test_a_delegate_that_fails_is_an_error_that_says_how(
    mode: str, told: str, library: Path
) -> None:
    with pytest.raises(EngineError, match=told):
        open_engine(Bundle.open(None), EngineOptions(f"delegate:{library},mode={mode}"))


def test_the_command_line_takes_a_delegate(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", "--json", "--delegate", str(library), str(SAMPLE)]) == exit_codes.OK
    assert json.loads(capsys.readouterr().out)["runtime"]["accelerator"] == "delegate:libidle.so"


def test_the_command_line_says_why_a_delegate_cannot_be_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = tmp_path / "libabsent.so"
    assert main(["scan", "--delegate", str(absent), str(SAMPLE)]) == exit_codes.BROKEN
    assert "delegate:libabsent.so cannot be loaded" in capsys.readouterr().err


def test_a_network_that_answers_otherwise_fails_its_trial(tmp_path: Path) -> None:
    told = run_trial(TrialSpec(str(altered_bundle(tmp_path)), "cpu", 1, "litert"))
    assert told.milliseconds is None
    assert told.problem is not None
    assert "golden vectors differ" in told.problem


def test_the_cpu_passes_its_trial_and_is_timed() -> None:
    told = run_trial(TrialSpec(str(Bundle.open(None).directory), "cpu", 1, "litert"))
    assert told.problem is None
    assert told.milliseconds is not None
    assert told.milliseconds > 0
    assert told.residency == "full"


def test_a_trial_that_hangs_is_ended() -> None:
    told = run_trial(TrialSpec(str(Bundle.open(None).directory), "cpu", 1, "litert"), seconds=0.05)
    assert told.problem == "it took longer than 0.05 s"


@pytest.mark.parametrize(
    ("answer", "complaint", "told"),
    [
        ((0, ""), "", "it gave no answer"),
        (
            (0, '{"problem": "LiteRT refused the model"}'),
            "INFO: [a.cc:1] fine\nERROR: [b.cc:2] No adapters found\nERROR: [c.cc:3] so what\n",
            "LiteRT refused the model (No adapters found)",
        ),
        (
            (-6, ""),
            "E0000 00:00:1795456321.392068   24718 gpu.cc:736] device lost\n",
            "it crashed: SIGABRT (device lost)",
        ),
        (
            (1, ""),
            "Traceback (most recent call last):\n  File x\nTypeError: no\n",
            "it ended with code 1 (TypeError: no)",
        ),
    ],
)
def test_the_reason_is_what_the_driver_complained_of(
    answer: tuple[int, str], complaint: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, printed = answer
    done = subprocess.CompletedProcess([], code, printed, complaint)
    monkeypatch.setattr(trial, "run_python", lambda *_: done)
    assert run_trial(TrialSpec("bundle", "gpu-fp16", 1, "litert")).problem == told


def test_an_accelerator_that_is_not_there_is_never_replaced_in_silence() -> None:
    """LiteRT itself compiles for an absent NPU and runs on the CPU if it may."""
    told = run_trial(TrialSpec(str(Bundle.open(None).directory), "npu", 1, "litert"))
    if told.problem is None:
        pytest.skip("this machine has an NPU")
    assert "LiteRT refused the model" in told.problem


def test_doctor_tells_what_was_asked_for_and_why_it_cannot_be_had(library: Path) -> None:
    diagnosis = examine(None, EngineOptions(f"delegate:{library},mode=absent", 1))
    assert not diagnosis.ok
    assert "no device is plugged in" in (diagnosis.problem or "")


@pytest.mark.parametrize(
    ("code", "told"),
    [(3, "it ended with code 3"), (-11, "it crashed: SIGSEGV"), (-250, "it crashed: signal 250")],
)
def test_the_end_of_a_process_is_described(code: int, told: str) -> None:
    assert describe_end(code) == told


def altered_bundle(folder: Path) -> Path:
    """The default bundle with golden vectors whose logits are ten too high."""
    target = folder / "altered"
    shutil.copytree(Bundle.open(None).directory, target)
    golden = json.loads((target / "golden.json").read_text())
    for vector in golden["vectors"]:
        vector["logit"] += 10
    data = json.dumps(golden).encode()
    (target / "golden.json").write_bytes(data)
    contract = json.loads((target / "contract.json").read_text())
    listed = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    contract["files"]["golden.json"] = listed
    (target / "contract.json").write_text(json.dumps(contract))
    return target
