"""``edge-bench phone`` through the real adb client, against a stand-in phone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.cli import main
from benchmarks.measure.run_budget import RunBudget
from benchmarks.phone import errors
from benchmarks.phone.abi import abis_of_program
from benchmarks.phone.adb import Adb
from benchmarks.phone.clock import Clock
from benchmarks.phone.cool_down import cool_down
from benchmarks.phone.devices import open_phone
from benchmarks.phone.run import PhoneJob, measure_phone, settings_of
from benchmarks.phone.tool_case import push_tool
from benchmarks.records.case import Case
from benchmarks.records.phone_facts import PhoneFacts
from benchmarks.records.result import Result
from edge_runtime.bundle.bundle import Bundle
from tests.adb.daemon import Answer, Daemon, Greeting
from tests.adb.phone import FILES, Phone
from tests.support.bench_results import check
from tests.support.requirement import missing

RUNS = 128
EFFORT = RunBudget(warm_up=2, runs=RUNS, seconds=5.0)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """An adb server of its own, with its own key, that looks for no emulators."""
    if shutil.which("adb") is None:
        missing("adb", "apt-get install adb")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("ADB_LOCAL_TRANSPORT_MAX_PORT", "5550")
        patch.setenv("ANDROID_ADB_SERVER_PORT", str(port))
        subprocess.run(["adb", "start-server"], check=True, capture_output=True)
        yield port
        subprocess.run(["adb", "kill-server"], check=False, capture_output=True)


@pytest.fixture
def phone(tmp_path: Path) -> Phone:
    return Phone(tmp_path / "phone")


@pytest.fixture
def plug(server: int) -> Iterator[Plug]:
    plugged = Plug()
    yield plugged
    for daemon in plugged.daemons:
        daemon.unplug()
    subprocess.run(["adb", "disconnect"], check=False, capture_output=True)


class Plug:
    """Attaches stand-in phones."""

    def __init__(self) -> None:
        self.daemons: list[Daemon] = []

    def __call__(self, phone: Phone, greeting: Greeting = "welcome") -> Daemon:
        daemon = Daemon(phone, greeting)
        self.daemons.append(daemon)
        subprocess.run(["adb", "connect", daemon.serial], check=False, capture_output=True)
        return daemon


@pytest.fixture
def apk(tmp_path: Path) -> Path:
    return apk_of(tmp_path / "deepfake-scan-benchmark.apk", "arm64-v8a", "x86_64")


def apk_of(path: Path, *abis: str) -> Path:
    """A file with the parts of an APK that are looked at here."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AndroidManifest.xml", b"")
        for abi in abis:
            archive.writestr(f"lib/{abi}/libtensorflowlite_jni.so", os.urandom(300_000))
    return path


class Waiting:
    """A clock that goes on by itself when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.seconds, self.sleep)


def measure(
    daemon: Daemon, apk: Path | None, progress: Path, accelerators: tuple[str, ...] = ("cpu",)
) -> tuple[PhoneFacts, list[Case], list[str]]:
    said: list[str] = []
    adb = open_phone(Adb(), daemon.serial)
    job = PhoneJob(Bundle.open(), EFFORT, settings_of("app", accelerators), apk, None)
    facts, cases = measure_phone(adb, job, progress, said.append, Waiting().clock())
    return facts, cases, said


def test_a_phone_is_prepared_checked_and_measured(
    phone: Phone, plug: Plug, apk: Path, tmp_path: Path
) -> None:
    facts, cases, _ = measure(plug(phone), apk, tmp_path / "p.json", ("cpu", "gpu-fp16"))
    assert facts.name == "Google Pixel 8 (Google Tensor G3)"
    assert (facts.sdk, facts.abis, facts.app) == (35, ("arm64-v8a",), "0.1.0")
    assert (facts.battery_percent, facts.battery_celsius, facts.charging) == (81, 28.7, True)
    assert phone.started == [("cpu", 1), ("cpu", 2), ("cpu", 4), ("gpu-fp16", 1)]
    assert [case.status for case in cases] == ["measured"] * 4
    assert phone.woken == 4
    assert len(cases[0].times_ms) == RUNS
    assert cases[0].spread is not None
    assert cases[0].spread.p50 == pytest.approx(5.0, abs=0.01)
    assert [case.runtime and case.runtime.residency for case in cases] == [
        *["full"] * 3,
        "unknown",
    ]
    bundle = Bundle.open()
    (pushed,) = phone.locate(FILES).glob("bundle-*")
    assert (pushed / "model.tflite").read_bytes() == bundle.read("model.tflite")
    assert not (tmp_path / "p.json").exists()


def test_the_command_writes_a_result_and_needs_no_second_push(
    phone: Phone, plug: Plug, apk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.phone.run.Clock", Waiting().clock)
    phone.lacking = {"nnapi"}
    phone.wrong = {"gpu-fp16"}
    daemon = plug(phone)
    out = tmp_path / "phone.json"
    words = ["phone", "--serial", daemon.serial, "--quick", "--out", str(out)]
    assert main([*words, "--apk", str(apk)]) == 1
    result = Result.read(out)
    assert [case.status for case in result.cases] == [
        *["measured"] * 3,
        "rejected",
        "measured",
        "unavailable",
    ]
    assert (result.place, result.machine) == ("phone", "Google Pixel 8 (Google Tensor G3)")
    assert result.cases[3].times_ms == ()
    assert len(result.cases[0].thermal) == len(result.cases[0].battery) == 2
    check(result)
    phone.room = 0
    assert main([*words, "--installed", "--accelerator", "cpu"]) == 0


def test_what_the_app_cannot_do_costs_one_case(
    phone: Phone, plug: Plug, apk: Path, tmp_path: Path
) -> None:
    phone.crash, phone.hang = {"gpu-fp16"}, {"gpu-fp32"}
    phone.complain = {"nnapi": "the bundle's model.tflite is damaged"}
    everything = ("cpu", "gpu-fp16", "gpu-fp32", "nnapi")
    _, cases, _ = measure(plug(phone), apk, tmp_path / "p.json", everything)
    reasons = {case.setting.accelerator: case.reason for case in cases[3:]}
    assert [case.status for case in cases] == [*["measured"] * 3, *["failed"] * 3]
    assert "OutOfMemoryError: Failed to allocate" in reasons["gpu-fp16"]
    assert "no record within" in reasons["gpu-fp32"]
    assert "the bundle's model.tflite is damaged" in reasons["nnapi"]


def test_a_run_that_is_unplugged_half_way_goes_on_where_it_stopped(
    phone: Phone, plug: Plug, apk: Path, tmp_path: Path
) -> None:
    first = plug(phone)
    phone.before_case = lambda _: first.unplug() if len(phone.started) == 2 else None
    progress = tmp_path / "p.json"
    with pytest.raises(errors.PhoneError, match=r"was disconnected|offline") as unplugged:
        measure(first, apk, progress)
    assert isinstance(unplugged.value, (errors.UnpluggedError, errors.OfflineError))
    assert progress.exists()
    phone.before_case = lambda _: None
    phone.started.clear()
    second = plug(phone)
    text = progress.read_text("utf-8").replace(first.serial, second.serial)
    progress.write_text(text, "utf-8")
    _, cases, said = measure(second, apk, progress)
    assert phone.started == [("cpu", 2), ("cpu", 4)]
    assert [case.status for case in cases] == ["measured"] * 3
    assert any("already measured" in line for line in said)


@pytest.mark.parametrize(
    ("greeting", "error", "words"),
    [
        ("silent", errors.OfflineError, "offline"),
        ("unknown", errors.UnauthorizedError, "has not authorized this computer"),
    ],
)
def test_a_phone_that_is_not_ready_is_told(
    greeting: Greeting, error: type[Exception], words: str, phone: Phone, plug: Plug
) -> None:
    daemon = plug(phone, greeting)
    with pytest.raises(error, match=words):
        open_phone(Adb(), daemon.serial)


def test_no_phone_and_several_phones(phone: Phone, plug: Plug) -> None:
    with pytest.raises(errors.NoPhoneError, match="no device is attached"):
        open_phone(Adb(), None)
    plug(phone)
    assert open_phone(Adb(), None).serial == plug.daemons[0].serial
    plug(phone)
    with pytest.raises(errors.SeveralPhonesError, match="--serial"):
        open_phone(Adb(), None)
    with pytest.raises(errors.NoPhoneError, match="no device R5CT"):
        open_phone(Adb(), "R5CT")


def test_a_record_that_adb_may_not_read_ends_the_run(
    phone: Phone, plug: Plug, apk: Path, tmp_path: Path
) -> None:
    phone.hidden = {"nnapi"}
    with pytest.raises(errors.RecordError, match="does not let adb read it"):
        measure(plug(phone), apk, tmp_path / "p.json", ("nnapi",))


def test_a_full_phone_is_told_while_pushing_and_while_installing(
    phone: Phone, plug: Plug, apk: Path, tmp_path: Path
) -> None:
    daemon = plug(phone)
    phone.room = 1_000_000
    with pytest.raises(errors.StorageFullError, match="no space"):
        measure(daemon, apk, tmp_path / "p.json")
    phone.room = 1 << 40
    phone.install_answer = (
        "Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE: Failed to override installation location]"
    )
    with pytest.raises(errors.StorageFullError, match="no space"):
        measure(daemon, apk, tmp_path / "p.json")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            "Failure [INSTALL_FAILED_UPDATE_INCOMPATIBLE: signatures do not match]",
            "adb uninstall edge.deepfake.scan",
        ),
        ("Failure [INSTALL_FAILED_NO_MATCHING_ABIS: res=-113]", "this device's processor"),
        ("Failure [INSTALL_FAILED_SOMETHING_NEW: nobody knows]", "nobody knows"),
        ("cmd: Can't find service: package", "Can't find service"),
    ],
)
def test_a_refused_install_says_why(
    answer: str, words: str, phone: Phone, plug: Plug, apk: Path, tmp_path: Path
) -> None:
    phone.install_answer = answer
    with pytest.raises(errors.InstallError, match=words):
        measure(plug(phone), apk, tmp_path / "p.json")


def test_what_is_made_for_another_processor_is_not_sent(
    phone: Phone, plug: Plug, tmp_path: Path
) -> None:
    daemon = plug(phone)
    with pytest.raises(errors.InstallError, match=r"x86_64; this device runs arm64-v8a"):
        measure(daemon, apk_of(tmp_path / "x.apk", "x86_64"), tmp_path / "p.json")
    (tmp_path / "y.apk").write_bytes(b"no archive")
    with pytest.raises(errors.InstallError, match=r"y\.apk is not an APK"):
        measure(daemon, tmp_path / "y.apk", tmp_path / "p.json")
    tool = Path(sys.executable).resolve()
    if abis_of_program(tool) in ((), ("arm64-v8a",)):
        missing("a program for another processor", "a PC with an x86 processor")
    with pytest.raises(errors.InstallError, match="this device runs arm64-v8a"):
        push_tool(open_phone(Adb(), daemon.serial), tool)
    assert phone.started == []


def test_a_damaged_bundle_is_not_measured(
    phone: Phone, plug: Plug, apk: Path, tmp_path: Path
) -> None:
    phone.damaged = True
    with pytest.raises(errors.PushError, match="damaged on the device"):
        measure(plug(phone), apk, tmp_path / "p.json")
    assert phone.started == []


def test_an_app_without_the_benchmark_is_told(
    phone: Phone, plug: Plug, apk: Path, tmp_path: Path
) -> None:
    daemon = plug(phone)
    with pytest.raises(errors.InstallError, match="--apk"):
        measure(daemon, None, tmp_path / "p.json")
    phone.start_answer = (
        "Error type 3\nError: Activity class {edge.deepfake.scan/x} does not exist.\n"
    )
    with pytest.raises(errors.StartError, match="no benchmark"):
        measure(daemon, apk, tmp_path / "p.json")


def test_the_next_case_waits_until_the_phone_is_cool(phone: Phone, plug: Plug) -> None:
    phone.heat = [3, 2, 0]
    waiting, said = Waiting(), list[str]()
    waited = cool_down(open_phone(Adb(), plug(phone).serial), said.append, waiting.clock())
    assert said == ["cooling down: thermal status 3", "cooling down: thermal status 2"]
    assert waited == 40.0
    phone.heat = [4]
    assert cool_down(Adb(plug.daemons[0].serial), said.append, waiting.clock()) >= 600


def test_a_silent_command_times_out(phone: Phone, plug: Plug) -> None:
    import time

    phone._sleepy = lambda _: (time.sleep(2), Answer())[1]  # type: ignore[attr-defined]
    adb = open_phone(Adb(), plug(phone).serial)
    with pytest.raises(errors.TimeOutError, match="took longer"):
        adb.shell(["sleepy"], seconds=0.5)


def test_words_and_exit_codes_pass_unchanged(phone: Phone, plug: Plug) -> None:
    adb = open_phone(Adb(), plug(phone).serial)
    odd = 'a b; \'c\' "d" $HOME {"e":[1,2]} ü'
    answer = adb.shell(["printf", "%s", odd])
    assert (answer.code, answer.out) == (0, odd)
    assert adb.shell(["sh", "-c", "echo no >&2; exit 7"]).code == 7


def test_the_tool_of_the_user_is_run_and_gives_a_mean(
    phone: Phone, plug: Plug, tmp_path: Path
) -> None:
    tool = tmp_path / "benchmark_model"
    transcript = Path(__file__).parents[2] / "adb" / "transcripts" / "benchmark_model_cpu.txt"
    tool.write_text(f"#!/bin/sh\ncase $* in *nnapi*) exit 1;; esac\ncat {transcript}\n", "utf-8")
    settings = settings_of("benchmark_model", ("cpu", "gpu-fp16", "nnapi"))
    job = PhoneJob(Bundle.open(), EFFORT, settings, None, tool)
    adb = open_phone(Adb(), plug(phone).serial)
    _, cases = measure_phone(adb, job, tmp_path / "p.json", lambda _: None, Waiting().clock())
    assert [case.status for case in cases] == [*["measured"] * 3, "unavailable", "failed"]
    assert cases[0].mean_ms == pytest.approx(2.99055)
    assert cases[0].gate is None
    assert not cases[0].good
