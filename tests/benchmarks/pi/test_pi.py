"""``edge-bench pi`` through the real ssh client and server, and the parts of the ARM proof."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cli import main
from benchmarks.pi.agreement import LOGIT_LIMIT, compare
from benchmarks.pi.arm64_install import install_size
from benchmarks.pi.arm64_root import need_emulation
from benchmarks.pi.board import install, measure
from benchmarks.pi.emulated_proof import LARGEST_INSTALL, Proof, describe
from benchmarks.pi.ssh import BoardError, Ssh, failure_text
from benchmarks.pi.wheel import newest_wheel
from edge_runtime.bundle.bundle import Bundle
from tests.support.requirement import missing

ROOT = Path(__file__).parents[3]
PACKAGES = ("edge_runtime", "model_dev", "benchmarks")
HOME = "EDGE_TEST_HOME"


def key(path: Path) -> Path:
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An ssh server on a free port of the loopback; its client's configuration."""
    sshd = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if sshd is None or shutil.which("ssh") is None:
        missing("an ssh server", "apt-get install openssh-server")
    folder = tmp_path_factory.mktemp("ssh")
    host, user = key(folder / "host"), key(folder / "user")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = folder / "sshd_config"
    server.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {user}.pub\nStrictModes no\nPermitRootLogin yes\n"
        f"PasswordAuthentication no\nSetEnv {HOME}={folder / 'home'}\n",
        "utf-8",
    )
    config = folder / "config"
    config.write_text(
        f"Host board stranger nobody\n HostName 127.0.0.1\n User {getpass.getuser()}\n"
        f" Port {port}\n IdentitiesOnly yes\n StrictHostKeyChecking accept-new\n"
        f"Host board stranger\n UserKnownHostsFile {folder / 'known'}\n"
        f"Host board\n IdentityFile {user}\n"
        f"Host nobody\n IdentityFile {user}\n Port 9\n",
        "utf-8",
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen([sshd, "-D", "-e", "-f", str(server)], stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield config
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, "sshd ended"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("sshd does not listen")


def test_words_bytes_and_files_pass_unchanged(board: Path, tmp_path: Path) -> None:
    ssh = Ssh("board", config=board)
    odd = "a 'b' \"c\" $HOME ;&| ü"
    assert ssh.run_program(["printf", "%s", odd]) == odd
    source, target = tmp_path / "a b", tmp_path / "deep 'er'"
    source.write_bytes(os.urandom(300_000))
    ssh.put(source, str(target))
    assert target.read_bytes() == source.read_bytes()
    assert not target.with_name(f"{target.name}.part").exists()


def test_a_command_that_fails_says_so(board: Path) -> None:
    ssh = Ssh("board", config=board)
    with pytest.raises(BoardError, match="board: no such python"):
        ssh.run("echo no such python >&2; exit 3")
    with pytest.raises(BoardError, match="exit code 4"):
        ssh.run("exit 4")
    with pytest.raises(BoardError, match=r"no answer within 0\.5? s|no answer"):
        ssh.run("sleep 5", seconds=0.5)


def test_a_board_that_cannot_be_reached_or_knows_no_key(board: Path) -> None:
    with pytest.raises(BoardError, match="ssh-copy-id stranger"):
        Ssh("stranger", config=board).run("true")
    with pytest.raises(BoardError, match=r"nobody cannot be reached: .*refused"):
        Ssh("nobody", port=9, config=board).run("true")


def test_the_command_tells_what_is_wrong(
    board: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = tmp_path / "edge_deepfake-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"no wheel")
    words = ["pi", "--host", "stranger", "--ssh-config", str(board), "--wheel", str(wheel)]
    assert main(words) == 3
    assert "accepts no key" in capsys.readouterr().err
    assert newest_wheel(tmp_path) == wheel
    with pytest.raises(FileNotFoundError, match="make wheel"):
        newest_wheel(tmp_path / "none")


@pytest.mark.slow
def test_the_wheel_is_installed_measured_and_its_result_brought_back(
    board: Path, tmp_path: Path
) -> None:
    """Takes the board's own home for the environment; what is made there is removed."""
    source = tmp_path / "source"
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(source)]
    subprocess.run(build, check=True, capture_output=True)
    ssh, lock = Ssh("board", config=board), ROOT / "requirements" / "runtime.lock"
    said: list[str] = []
    wheel = newest_wheel(source / "dist")
    folder = install(ssh, wheel, lock, sys.executable, said.append)
    try:
        assert install(ssh, wheel, lock, sys.executable, said.append) == folder
        assert len(said) == 1
        options = ["--only", "network", "--threads", "1", "--runs", "3", "--seconds", "1"]
        result = measure(ssh, folder, Bundle.open(), options)
        assert result.place == "pi"
        assert [case.status for case in result.cases] == ["measured"]
        assert Path(folder, "result.json").exists()
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        (255, "pi@x: Permission denied (publickey).", "ssh-copy-id pi@x"),
        (255, "Host key verification failed.", "another machine now"),
        (255, "ssh: connect to host x port 22: No route to host", "No route to host"),
        (1, "No module named venv", "No module named venv"),
    ],
)
def test_failures_are_told_apart(code: int, said: str, words: str) -> None:
    assert words in failure_text("pi@x", code, said)


def scan(name: str, verdict: str | None, *logits: float) -> dict[str, Any]:
    return {
        "source": f"/somewhere/{name}",
        "status": "scanned" if verdict else "failed",
        "verdict": verdict,
        "regions": [{"logit": logit} for logit in logits],
    }


def test_two_machines_agree_within_the_limit() -> None:
    here = [scan("a.jpg", "REAL", -3.0, -2.0), scan("broken.jpg", None)]
    there = [scan("broken.jpg", None), scan("a.jpg", "REAL", -3.05, -2.0)]
    agreement = compare(here, there)
    assert agreement.good
    assert (agreement.pictures, agreement.regions) == (2, 2)
    assert agreement.worst_logit == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("there", "words"),
    [
        (scan("a.jpg", "FAKE", -3.0), "verdict FAKE there, REAL here"),
        (scan("a.jpg", "REAL", -3.0, 1.0), "2 regions there, 1 here"),
        (scan("b.jpg", "REAL", -3.0), "only on one machine"),
        (scan("a.jpg", None), "status failed there"),
    ],
)
def test_two_machines_that_differ(there: dict[str, Any], words: str) -> None:
    agreement = compare([scan("a.jpg", "REAL", -3.0)], [there])
    assert not agreement.good
    assert any(words in difference for difference in agreement.differences)


def test_a_logit_beyond_the_limit_and_nothing_at_all_are_no_agreement() -> None:
    assert compare([scan("a", "REAL", 0.0)], [scan("a", "REAL", LOGIT_LIMIT - 0.01)]).good
    assert not compare([scan("a", "REAL", 0.0)], [scan("a", "REAL", LOGIT_LIMIT + 0.01)]).good
    assert not compare([], []).good


def test_the_size_of_an_install_leaves_out_pip(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    for name, size in (("numpy/core/a.so", 1000), ("six.py", 10), ("pip/b.py", 5000)):
        path = packages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    assert install_size(tmp_path) == 1010


def test_a_proof_holds_only_within_the_size() -> None:
    agreement = compare([scan("a", "REAL", 0.0)], [scan("a", "REAL", 0.0)])
    small, large = (
        Proof("x.whl", LARGEST_INSTALL + more, True, 1024, agreement) for more in (0, 1)
    )
    assert (small.good, large.good) == (True, False)
    assert not replace(small, golden=False).good
    assert describe(small)[-1] == "good"
    assert describe(large)[-1] == "NOT GOOD"


def test_the_proof_is_skipped_by_name_but_not_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)
    assert main(["pi-emulated"]) == 0
    assert "SKIPPED: emulated arm64: needs root" in capsys.readouterr().err
    monkeypatch.setenv("CI", "true")
    assert main(["pi-emulated"]) == 2
    assert "error: emulated arm64: needs root" in capsys.readouterr().err


def test_the_proof_is_skipped_where_a_tool_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    assert main(["pi-emulated"]) == 0
    assert "debootstrap" in capsys.readouterr().err


def test_the_rule_of_qemu_is_given_to_the_kernel(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    (tmp_path / "register").touch()
    with pytest.raises(FileNotFoundError, match="apt-get install qemu-user-static"):
        need_emulation(tmp_path, rules)
    rules.write_text(":qemu-aarch64:M::x:y:/usr/bin/qemu:OPF\n", "ascii")
    need_emulation(tmp_path, rules)
    assert (tmp_path / "register").read_text("ascii") == rules.read_text("ascii").strip()
    (tmp_path / "qemu-aarch64").touch()
    (tmp_path / "register").unlink()
    need_emulation(tmp_path, rules)
