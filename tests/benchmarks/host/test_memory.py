"""Memory over many scans."""

from __future__ import annotations

import pytest

from edge_runtime.bundle.bundle import Bundle
from tests.support.bench_results import check, result_of


@pytest.mark.slow
def test_memory_is_read_on_the_way() -> None:
    from benchmarks.host.memory import measure_memory

    found = measure_memory(Bundle.open(), 100)
    assert (found.scans, found.every, len(found.rss_kb)) == (100, 1, 100)
    assert min(found.rss_kb) > 10_000
    check(result_of(memory=found))


def test_too_few_scans_are_refused() -> None:
    from benchmarks.host.memory import measure_memory

    with pytest.raises(ValueError, match="at least 100"):
        measure_memory(Bundle.open(), 99)
