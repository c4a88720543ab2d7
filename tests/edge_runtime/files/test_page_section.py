"""A marked section of a page is replaced, and nothing else."""

from __future__ import annotations

import pytest

from edge_runtime.files.page_section import fill_section


def test_only_the_first_section_of_that_name_is_replaced() -> None:
    page = "a<!-- x -->old<!-- /x -->b<!-- x -->kept<!-- /x -->"
    assert fill_section(page, "x", "new") == (
        "a<!-- x -->\nnew\n<!-- /x -->b<!-- x -->kept<!-- /x -->"
    )


def test_filling_twice_changes_nothing() -> None:
    once = fill_section("<!-- x --><!-- /x -->", "x", "new")
    assert fill_section(once, "x", "new") == once


@pytest.mark.parametrize("page", ["nothing", "<!-- x -->", "<!-- /x --><!-- x -->"])
def test_a_page_without_the_whole_section_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="the page has no section <!-- x -->"):
        fill_section(page, "x", "new")
