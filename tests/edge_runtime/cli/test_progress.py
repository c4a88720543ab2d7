"""Progress on stderr: a bar on a terminal, a line now and then elsewhere, nothing for few files."""

from __future__ import annotations

import io
import sys

import pytest

from edge_runtime.cli import progress
from edge_runtime.cli.progress import FEW, LOG_SECONDS, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal_of(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Takes the place of stderr; a fixture could not, since pytest sets stderr after it."""
    file = Terminal()
    monkeypatch.setattr(sys, "stderr", file)
    return file


def test_a_terminal_gets_a_bar_that_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    shown = Progress()
    shown.show(0, 10)
    shown.hide()
    assert terminal.getvalue().endswith("\r"), "nothing is left on the line"
    before = len(terminal.getvalue())
    shown.show(3, 10)
    assert "3/10" in terminal.getvalue()[before:], "it comes back after other output"
    shown.close()
    assert terminal.getvalue().endswith("\r")
    assert "\n" not in terminal.getvalue()


def test_few_files_get_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_of(monkeypatch)
    shown = Progress()
    for done in range(FEW):
        shown.show(done, FEW - 1)
    shown.close()
    assert terminal.getvalue() == ""


def test_a_log_gets_a_line_now_and_then_with_the_rate_of_this_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    shown = Progress()
    shown.show(100, 1000)
    clock[0] += LOG_SECONDS - 1
    shown.show(300, 1000)
    assert capsys.readouterr().err == ""
    clock[0] += 1
    shown.show(400, 1000)
    shown.show(401, 1000)
    shown.close()
    (line,) = capsys.readouterr().err.splitlines()
    assert "400/1000" in line
    assert "10.00file/s" in line
    assert "01:00" in line, "60 s are left"
