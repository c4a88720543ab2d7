"""What a phone's commands answer; files lie below a folder of this machine."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.adb.daemon import Answer

TRANSCRIPTS = Path(__file__).parent / "transcripts"
PACKAGE = "edge.deepfake.scan"
FILES = f"/sdcard/Android/data/{PACKAGE}/files"
MAPPED = re.compile(r"(?<![\w.])(/sdcard|/data/local/tmp|/proc/meminfo|/sys/devices/system/cpu)")
STATE = {"thermal_status": 0, "battery_celsius": 30.1, "battery_percent": 80, "charging": True}


@dataclass
class Phone:
    """A phone with the app's benchmark; its faults are set by the test.

    Attributes:
        root: Folder for its files.
        installed: Version of the installed app; None before the APK is installed.
        install_answer: What the package manager says.
        start_answer: What the activity manager says.
        room: Bytes that may still be pushed.
        damaged: Whether pushed files lose a byte.
        heat: Thermal status at each look, the last one for ever.
        crash: Accelerators on which the app dies.
        hang: Accelerators on which it never ends.
        complain: Accelerators on which it says that it cannot measure, and why.
        wrong: Accelerators that answer the golden vectors wrongly.
        lacking: Accelerators that it does not have.
        hidden: Accelerators whose record adb may not see.
        woken: How often the screen was switched on.
        before_case: Called before a case is measured.
        started: Accelerator and threads of every case that was started.
    """

    root: Path
    installed: str | None = None
    install_answer: str = "Success"
    start_answer: str = "Starting: Intent { cmp=... }\nStatus: ok\nComplete\n"
    room: int = 1 << 40
    damaged: bool = False
    heat: list[int] = field(default_factory=lambda: [0])
    crash: set[str] = field(default_factory=set)
    hang: set[str] = field(default_factory=set)
    complain: dict[str, str] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    lacking: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    woken: int = 0
    before_case: Callable[[str], None] = lambda accelerator: None
    started: list[tuple[str, int]] = field(default_factory=list)
    alive: bool = False
    log: str = ""
    crash_log: str = ""

    def locate(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def receive(self, path: str, data: bytes) -> str | None:
        if len(data) > self.room:
            return "No space left on device"
        self.room -= len(data)
        target = self.locate(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data[:-1] if self.damaged and path.startswith("/sdcard") else data)
        return None

    def shell(self, line: str) -> Answer:
        words = shlex.split(line)
        name = words[0] if words else ""
        own: Callable[[list[str]], Answer] | None = getattr(self, f"_{name}", None)
        return own(words[1:]) if own else self.run_here(line)

    def run_here(self, line: str) -> Answer:
        """The few plain commands (cat, mkdir, rm, test, sha256sum ...) are this machine's own."""
        here = MAPPED.sub(lambda match: f"{self.root}{match[1]}", line)
        done = subprocess.run(["/bin/sh", "-c", here], capture_output=True, check=False)
        plain = [part.replace(str(self.root).encode(), b"") for part in (done.stdout, done.stderr)]
        return Answer(plain[0], done.returncode, plain[1])

    def _getprop(self, _: list[str]) -> Answer:
        return Answer((TRANSCRIPTS / "getprop.txt").read_bytes())

    def _dumpsys(self, words: list[str]) -> Answer:
        if words[0] == "thermalservice":
            status = self.heat.pop(0) if len(self.heat) > 1 else self.heat[0]
            return Answer(f"IsStatusOverride: false\nThermal Status: {status}\n".encode())
        if words[0] == "package":
            line = f"    versionName={self.installed}\n" if self.installed else ""
            return Answer(f"Packages:\n{line}".encode())
        return Answer((TRANSCRIPTS / f"dumpsys_{words[0]}.txt").read_bytes())

    def _pm(self, words: list[str]) -> Answer:
        assert words[0] == "install"
        assert self.locate(words[-1]).is_file(), "the APK was not pushed"
        if self.install_answer == "Success":
            self.installed = "0.1.0"
        return Answer(f"{self.install_answer}\n".encode(), int(self.install_answer != "Success"))

    def _pidof(self, _: list[str]) -> Answer:
        return Answer(b"4711\n") if self.alive else Answer(code=1)

    def _input(self, words: list[str]) -> Answer:
        self.woken += words == ["keyevent", "KEYCODE_WAKEUP"]
        return Answer()

    def _logcat(self, words: list[str]) -> Answer:
        return Answer((self.crash_log if "crash,main" in words else self.log).encode())

    def _am(self, words: list[str]) -> Answer:
        if words[0] == "force-stop":
            self.alive = False
            return Answer()
        assert "-S" in words, "the process must be a new one"
        extras = {words[i + 1]: words[i + 2] for i, word in enumerate(words) if word == "--es"}
        self.locate(FILES).mkdir(parents=True, exist_ok=True)
        if extras and "Error" not in self.start_answer:
            self._measure(json.loads(extras["suite"]), extras["out"], extras["bundle"])
        return Answer(self.start_answer.encode())

    def _measure(self, suite: dict[str, object], out: str, folder: str) -> None:
        cases = suite["cases"]
        assert isinstance(cases, list)
        accelerator, threads = cases[0]["accelerator"], cases[0]["threads"]
        self.started.append((accelerator, threads))
        self.before_case(accelerator)
        self.alive, self.log = True, ""
        if accelerator in self.crash:
            self.alive = False
            self.crash_log = (TRANSCRIPTS / "logcat_crash.txt").read_text("utf-8")
        elif accelerator in self.complain:
            self.log = f"BENCH failed {self.complain[accelerator]}\n"
        elif accelerator in self.hidden:
            self.log = f"BENCH written {FILES}/{out}.json\n"
        elif accelerator not in self.hang:
            self._write(out, suite, self._case(accelerator, threads, suite), folder)

    def _case(self, accelerator: str, threads: int, suite: dict[str, object]) -> dict[str, object]:
        status = "rejected" if accelerator in self.wrong else "measured"
        status = "unavailable" if accelerator in self.lacking else status
        runs = suite["runs"] if status == "measured" else 0
        assert isinstance(runs, int)
        check = {"id": "a", "ok": status == "measured", "logit_error": 0.01}
        return {
            "accelerator": accelerator,
            "threads": threads,
            "status": status,
            "reason": "" if status == "measured" else f"it is {status}",
            "golden": []
            if status == "unavailable"
            else [{**check, "gate_error": 0.0, "evidence_error": 0.0}],
            "load_ms": 12.5 if runs else None,
            "first_run_ms": 30.0 if runs else None,
            "p50_ms": 5.0 if runs else None,
            "p90_ms": 5.0 if runs else None,
            "p99_ms": 5.0 if runs else None,
            "run_ns": [5_000_000 + i for i in range(runs)],
            "before": STATE,
            "after": STATE,
        }

    def _write(
        self, out: str, suite: dict[str, object], case: dict[str, object], folder: str
    ) -> None:
        import hashlib

        contract = (self.locate(FILES) / folder / "contract.json").read_bytes()
        record = {
            "schema": "edge-bench/phone-record/1",
            "made": "2026-01-02T03:04:05Z",
            "device": {
                "manufacturer": "Maker",
                "model": "Stand-in",
                "soc": None,
                "fingerprint": "maker/stand-in:15",
                "android": 35,
                "abis": ["arm64-v8a"],
                "cores": 8,
                "app": "0.1.0",
            },
            "bundle": {
                "id": json.loads(contract)["id"],
                "sha256": hashlib.sha256(contract).hexdigest(),
            },
            "warm_ups": suite["warm_ups"],
            "runs": suite["runs"],
            "cases": [case],
        }
        (self.locate(FILES) / f"{out}.json").write_text(json.dumps(record), "utf-8")
