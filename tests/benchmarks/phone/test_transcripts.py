"""What adb, Android and benchmark_model print, read without a device."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.measure.benchmark_model import UnreadableOutputError, options, read_output
from benchmarks.measure.run_budget import RunBudget
from benchmarks.phone import errors, facts
from benchmarks.phone.adb import Adb
from benchmarks.phone.app import install_error, start_failure
from benchmarks.phone.app_case import crash_in, failure_in
from benchmarks.phone.app_record import PhoneState, read_record
from benchmarks.phone.app_record_case import of_heat
from benchmarks.phone.devices import Attached, choose, read_devices
from benchmarks.phone.run import settings_of
from benchmarks.phone.tool_case import read_case
from edge_runtime.result.scan_result import BundleRef

TRANSCRIPTS = Path(__file__).parents[2] / "adb" / "transcripts"


def transcript(name: str) -> str:
    return (TRANSCRIPTS / name).read_text("utf-8")


def test_devices_in_every_state() -> None:
    devices = read_devices(transcript("devices.txt"))
    assert devices == [
        Attached("R5CT30ABCDE", "device", "SM_S911B"),
        Attached("emulator-5554", "offline", None),
        Attached("0123456789ABCDEF", "unauthorized", None),
        Attached("192.168.1.7:5555", "recovery", "X"),
        Attached("9A181FFAZ0012X", "no permissions", None),
    ]
    assert choose(devices, None).serial == "R5CT30ABCDE"


@pytest.mark.parametrize(
    ("serial", "error", "words"),
    [
        ("emulator-5554", errors.OfflineError, "is offline"),
        ("0123456789ABCDEF", errors.UnauthorizedError, "allow USB debugging"),
        ("192.168.1.7:5555", errors.NotReadyError, "state 'recovery'"),
        ("9A181FFAZ0012X", errors.NotReadyError, "udev rules"),
        ("other", errors.NoPhoneError, "attached: R5CT30ABCDE"),
    ],
)
def test_a_named_device_that_is_not_ready(serial: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        choose(read_devices(transcript("devices.txt")), serial)


def test_only_devices_that_are_not_ready() -> None:
    devices = [Attached("a", "offline", None), Attached("b", "offline", None)]
    with pytest.raises(errors.SeveralPhonesError, match=r"a \(offline\), b \(offline\)"):
        choose(devices, None)
    with pytest.raises(errors.NoPhoneError, match="USB debugging"):
        choose([], None)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("error: device 'R5CT' not found", errors.UnpluggedError),
        ("error: closed", errors.UnpluggedError),
        (
            "adb: error: failed to read copy response: Connection reset by peer",
            errors.UnpluggedError,
        ),
        ("error: device offline", errors.OfflineError),
        ("error: device unauthorized.\nThis adb server's ...", errors.UnauthorizedError),
        ("error: more than one device/emulator", errors.SeveralPhonesError),
        ("error: no devices/emulators found", errors.NoPhoneError),
        (
            "adb: error: failed to copy 'a' to 'b': remote write failed: No space left on device",
            errors.StorageFullError,
        ),
        ("error: insufficient permissions for device", errors.NotReadyError),
    ],
)
def test_each_of_adbs_errors_is_known(text: str, error: type[Exception]) -> None:
    found = errors.error_of(text, "R5CT")
    assert type(found) is error
    assert str(found)


def test_other_words_are_no_error() -> None:
    assert errors.error_of("cat: /nowhere: No such file or directory", None) is None


def test_every_error_says_something_else() -> None:
    texts = [
        "device offline",
        "unauthorized",
        "more than one device",
        "no permissions",
        "error: closed",
        "no devices/emulators found",
        "No space left on device",
    ]
    assert len({str(errors.error_of(text, "x")) for text in texts}) == len(texts)


def test_a_missing_adb_says_how_to_get_it() -> None:
    with pytest.raises(errors.AdbMissingError, match="apt-get install adb"):
        Adb(binary="adb-that-is-not-there")


def test_properties() -> None:
    properties = facts.read_properties(transcript("getprop.txt"))
    assert facts.soc_of(properties) == "Google Tensor G3"
    assert facts.soc_of({"ro.board.platform": "msm8998"}) == "msm8998"
    assert facts.soc_of({}) is None
    assert facts.abis_of({"ro.product.cpu.abi": "armeabi-v7a"}) == ("armeabi-v7a",)


def test_battery_thermal_and_memory() -> None:
    battery = facts.read_battery(transcript("dumpsys_battery.txt"))
    assert (battery["level"], battery["charging"]) == (81, 1)
    assert facts.celsius_of(battery) == 28.7
    assert facts.read_battery("Can't find service: battery") == {}
    assert facts.read_thermal("Thermal Status: 3\nCached temperatures:") == 3
    assert facts.read_thermal("Can't find service: thermalservice") is None
    assert facts.read_memory("MemTotal:        7849548 kB\nMemFree: 1 kB") == 7849548


def test_crashes_of_java_and_of_native_code() -> None:
    assert crash_in(transcript("logcat_crash.txt")).startswith("java.lang.OutOfMemoryError")
    assert "SIGSEGV" in crash_in(transcript("logcat_native_crash.txt"))
    assert "Android may have stopped it" in crash_in("")
    assert failure_in("BENCH failed suite: unknown key\n") == "suite: unknown key"
    assert failure_in("BENCH written /x.json") is None


def test_refusals_of_the_package_and_the_activity_manager() -> None:
    full = install_error("Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]", "x")
    assert isinstance(full, errors.StorageFullError)
    assert "allow 'install via USB'" in str(
        install_error("Failure [INSTALL_FAILED_USER_RESTRICTED: Install canceled by user]", "x")
    )
    assert "not let adb start" in start_failure(
        "java.lang.SecurityException: Permission Denial: starting Intent not exported from uid 1"
    )


def test_heat_makes_a_phone_case_untrustworthy() -> None:
    cool, hot = PhoneState(0, None, None, None), PhoneState(2, None, None, None)
    assert of_heat(cool, cool) == of_heat(PhoneState(None, None, None, None), cool) == []
    assert of_heat(cool, hot) == ["the phone was throttled: thermal status 2"]


@pytest.mark.parametrize("text", ["", "{}", '{"schema": "edge-bench/phone-record/1"}', "[1]"])
def test_what_is_no_record_is_refused(text: str) -> None:
    (setting, *_) = settings_of("app")
    with pytest.raises(errors.RecordError, match=r"r\.json is not a record"):
        read_record(text.encode(), "r.json", BundleRef("a", "b"), setting)


def test_benchmark_model_on_the_cpu_and_on_a_gpu_that_takes_a_part() -> None:
    cpu = read_output(transcript("benchmark_model_cpu.txt"))
    assert (cpu.load_ms, cpu.first_run_ms) == (8.912, 4.711)
    assert cpu.mean_ms == pytest.approx(2.99055)
    assert (cpu.runs, cpu.peak_rss_kb, cpu.delegate) == (1024, 12800, None)
    gpu = read_output(transcript("benchmark_model_gpu.txt"))
    assert (gpu.delegate, gpu.whole) == ("GPU", False)
    with pytest.raises(UnreadableOutputError, match="Failed to load"):
        read_output("INFO: STARTING!\nERROR: Failed to load model\n")


def test_a_tool_case_never_takes_the_cpu_for_the_gpu() -> None:
    settings = {each.accelerator: each for each in settings_of("benchmark_model")}
    budget = RunBudget(1, 2, 3.0)
    text = transcript("benchmark_model_cpu.txt")
    assert read_case(text, settings["gpu-fp16"], budget).status == "unavailable"
    case = read_case(transcript("benchmark_model_gpu.txt"), settings["gpu-fp16"], budget)
    assert case.runtime is not None
    assert (case.status, case.runtime.residency) == ("measured", "partial")
    assert read_case("", settings["cpu"], budget).status == "failed"


def test_options_of_benchmark_model() -> None:
    words = options("m.tflite", "gpu-fp32", 2, 3, 4, 5.0)
    assert "--gpu_precision_loss_allowed=false" in words
    assert {"--graph=m.tflite", "--num_threads=2", "--num_runs=4", "--max_secs=5"} <= set(words)
    with pytest.raises(ValueError, match="does not support tpu"):
        options("m", "tpu", 1, 1, 1, 1.0)
