"""What many tests begin with; and what cannot be imported is skipped by name, or fails in CI."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.requirement import reason_to_skip
from tests.support.sample_contract import write_bundle

if TYPE_CHECKING:
    from tests.support.run_batch import TinySpec


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    """Folder of the sample bundle."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    return str(write_bundle(folder))


@pytest.fixture
def spec(bundle: str, tmp_path: Path) -> TinySpec:
    """Opens scanners of a batch, with the sample bundle."""
    from tests.support.run_batch import TinySpec

    (tmp_path / "log").touch()
    return TinySpec(bundle, log=str(tmp_path / "log"))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    call = getattr(report, "call", None)
    if call is not None and call.excinfo is not None:
        _skip(report, call.excinfo.value.__cause__, str(collector.path), 0)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.excinfo is not None:
        _skip(report, call.excinfo.value, str(item.path), item.location[1] or 0)
    return report


def _skip(
    report: pytest.CollectReport | pytest.TestReport,
    error: BaseException | None,
    path: str,
    line: int,
) -> None:
    reason = reason_to_skip(error)
    if reason:
        report.outcome = "skipped"
        report.longrepr = (path, line + 1, reason)
