"""``edge-runtime serve`` as a process: start, workers, signals, exit codes."""

from __future__ import annotations

import builtins
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

import edge_runtime
from edge_runtime import Scanner
from edge_runtime.cli import exit_codes, main
from edge_runtime.engine.options import EngineOptions
from tests.support.running_server import until
from tests.support.sealed_bundle import sealed_bundle
from tests.support.server_process import ServerProcess, serve

SAMPLES = Path(edge_runtime.__file__).parent / "samples"
COLLINS = (SAMPLES / "real_collins.jpg").read_bytes()
JPEG = {"Content-Type": "image/jpeg"}
VOLATILE = ("timings_ms", "runtime", "source")


def run_verb(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "edge_runtime", "serve", *options],
        capture_output=True,
        text=True,
        timeout=60,
    )


def judged(result: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in result.items() if key not in VOLATILE}


def test_the_verb_needs_nothing_of_the_extra_until_it_runs() -> None:
    probe = (
        "import sys, edge_runtime.cli as c; c._parser([]); "
        "print({'fastapi', 'uvicorn', 'starlette', 'numpy', 'asyncio'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    imported = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("edge_runtime.server.run"):
            raise ModuleNotFoundError("No module named 'uvicorn'", name="uvicorn")
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert main(["serve"]) == exit_codes.USAGE
    assert "edge-deepfake[server]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ("--port", "65536"),
        ("--queue", "0"),
        ("--body-seconds", "nan"),
        ("--workers", "x"),
        ("--upload-budget", "0"),
        ("--max-held-bytes", "0"),
    ],
)
def test_refuses_a_senseless_command_line(
    options: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *options]) == exit_codes.USAGE
    assert options[0] in capsys.readouterr().err


def test_an_altered_bundle_is_not_served(tmp_path: Path) -> None:
    altered = tmp_path / "bundle"
    shutil.copytree(sealed_bundle(), altered)
    with (altered / "model.tflite").open("r+b") as file:
        file.seek(1000)
        file.write(b"\xff\x00\xff")
    done = run_verb("--port", "0", "--bundle", str(altered))
    assert done.returncode == exit_codes.BROKEN
    assert "sha256" in done.stderr


def wrong_golden(folder: Path) -> Path:
    """A sound bundle whose golden vectors are those of another network."""
    import hashlib

    shutil.copytree(sealed_bundle(), folder)
    golden = json.loads((folder / "golden.json").read_text("utf-8"))
    golden["vectors"][0]["logit"] += 9
    text = json.dumps(golden).encode()
    (folder / "golden.json").write_bytes(text)
    contract = json.loads((folder / "contract.json").read_text("utf-8"))
    digest = hashlib.sha256(text).hexdigest()
    contract["files"]["golden.json"] = {"sha256": digest, "bytes": len(text)}
    (folder / "contract.json").write_text(json.dumps(contract))
    return folder


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_network_that_answers_wrongly_is_not_served(tmp_path: Path, workers: str) -> None:
    bundle = wrong_golden(tmp_path / "bundle")
    done = run_verb("--port", "0", "--workers", workers, "--bundle", str(bundle))
    assert done.returncode == exit_codes.BROKEN
    assert "golden vector differs" in done.stderr


def test_a_port_that_is_taken_ends_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run_verb("--port", str(taken.getsockname()[1]))
    assert done.returncode == exit_codes.BROKEN
    assert "in use" in done.stderr


def test_it_answers_as_the_scanner_does_and_ends_well(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("s3cret\n")
    with serve("--token-file", str(token)) as server, server.client() as client:
        assert client.post("/v1/scan", content=COLLINS, headers=JPEG).status_code == 401
        headers = {**JPEG, "Authorization": "Bearer s3cret"}
        answer = client.post("/v1/scan", content=COLLINS, headers=headers).json()
        with Scanner.open(options=EngineOptions(threads=1)) as scanner:
            assert judged(answer) == judged(scanner.scan(COLLINS).to_json())
    assert server.process.returncode == 0
    requests = [line for line in server.lines if line["event"] == "request"]
    assert [line["status"] for line in requests if line["route"] == "/v1/scan"] == [401, 200]
    assert "s3cret" not in json.dumps(server.lines)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_accepted_requests_finish(number: signal.Signals) -> None:
    with serve("--engines", "1", environment={"EDGE_RUNTIME_TOKEN": ""}) as server:
        statuses: list[int | None] = []
        threads = [
            threading.Thread(target=lambda: statuses.append(scan_unless_too_late(server)))
            for _ in range(6)
        ]
        with server.client() as client:
            for thread in threads:
                thread.start()
            waiting = "edge_runtime_waiting_pictures "
            until(lambda: float(client.get("/metrics").text.split(waiting)[-1].split()[0]) >= 2)
        server.process.send_signal(number)
        for thread in threads:
            thread.join()
    assert len(statuses) == 6, "one was cut off"
    assert set(statuses) <= {200, None}
    assert statuses.count(200) >= 3, "one was judged and two waited"
    assert server.process.returncode == 0


def scan_unless_too_late(server: ServerProcess) -> int | None:
    """None where the server took no connection any more."""
    try:
        return scan(server)
    except httpx.TransportError:
        return None


def scan(server: ServerProcess) -> int:
    with server.client() as client:
        return client.post("/v1/scan", content=COLLINS, headers=JPEG).status_code


def test_workers_share_their_metrics_and_a_dead_one_is_replaced() -> None:
    with serve("--workers", "2", "--engines", "1") as server:
        shared = [Path(each.path).parent for each in open_files(server, "counter_")]
        for _ in range(12):
            assert scan(server) == 200
        assert counted(server) == 12
        victim = workers_of(server)[0]
        os.kill(victim.pid, signal.SIGKILL)
        until(lambda: victim.pid not in [each.pid for each in workers_of(server)], 90)
        until(lambda: len(workers_of(server)) == 2, 90)
        assert scan(server) == 200
        assert counted(server) == 13
    assert server.process.returncode == 0
    assert shared
    assert not any(folder.exists() for folder in shared)


def counted(server: ServerProcess) -> float:
    with server.client() as client:
        lines = client.get("/metrics").text.splitlines()
    return sum(
        float(line.split()[-1]) for line in lines if line.startswith("edge_runtime_pictures_total")
    )


def workers_of(server: ServerProcess) -> list[psutil.Process]:
    children = psutil.Process(server.process.pid).children()
    return [each for each in children if is_worker(each)]


def is_worker(process: psutil.Process) -> bool:
    try:
        return any("spawn_main" in word for word in process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def open_files(server: ServerProcess, prefix: str) -> list[Any]:
    maps = [each for worker in workers_of(server) for each in worker.memory_maps()]
    return [each for each in maps if Path(each.path).name.startswith(prefix)]
