"""A place in a page that a program fills: ``<!-- NAME -->`` to ``<!-- /NAME -->``."""

from __future__ import annotations


def fill_place(page: str, name: str, body: str) -> str:
    """The text of a page with one place made anew.

    Args:
        page: Markdown.
        name: Of the place; it is taken where it first stands.
        body: What is to stand there.

    Raises:
        ValueError: If the page has no such place, or it does not end.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"the page has no place for figures: {begin} ... {end}")
    return f"{before}{begin}\n{body}\n{end}{after}"
