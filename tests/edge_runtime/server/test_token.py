"""The token of the server: where it comes from, and what is refused before the port opens."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from edge_runtime.cli import exit_codes, main
from edge_runtime.server.token import MAX_TOKEN_LENGTH, TOKEN_VARIABLE, read_token


def token_file(folder: Path, data: bytes) -> Path:
    file = folder / "token"
    file.write_bytes(data)
    return file


def check_usage_error(file: Path, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--token-file", str(file)]) == exit_codes.USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("edge-runtime: ")
    assert str(file) in line
    assert message in line


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe\x00s3cret", "printable ASCII"),
        ("schl\u00fcssel".encode(), "printable ASCII"),
        (b"two\nlines", "printable ASCII"),
        (b"nul\0", "printable ASCII"),
        (b"", "no token"),
        (b" \r\n", "no token"),
        (b"x" * (MAX_TOKEN_LENGTH + 1), "longer than"),
        (b"x" * 1_000_000, "longer than"),
    ],
)
def test_an_unusable_token_file_is_a_usage_error(
    tmp_path: Path, data: bytes, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    check_usage_error(token_file(tmp_path, data), message, capsys)


def test_a_missing_file_and_a_folder_are_usage_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_usage_error(tmp_path / "missing", "No such file", capsys)
    check_usage_error(tmp_path, "Is a directory", capsys)


def test_an_unreadable_file_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(file: Path, *_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))

    monkeypatch.setattr(Path, "open", refuse)
    check_usage_error(tmp_path / "token", "Permission denied", capsys)


def test_white_space_around_the_token_is_ignored(tmp_path: Path) -> None:
    assert read_token(token_file(tmp_path, b"\n s3cret \r\n")) == "s3cret"
    longest = "x" * MAX_TOKEN_LENGTH
    assert read_token(token_file(tmp_path, f"{longest}\n".encode())) == longest


@pytest.mark.parametrize(("value", "token"), [(None, None), ("", None), ("s3cret", "s3cret")])
def test_without_a_file_the_environment_is_read(
    monkeypatch: pytest.MonkeyPatch, value: str | None, token: str | None
) -> None:
    if value is None:
        monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(TOKEN_VARIABLE, value)
    assert read_token(None) == token


def test_an_unusable_token_in_the_environment_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "schl\u00fcssel")
    assert main(["serve"]) == exit_codes.USAGE
    error = capsys.readouterr().err
    assert f"${TOKEN_VARIABLE}" in error
    assert "schl" not in error
