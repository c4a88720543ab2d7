"""The marked section of a page that a program fills: ``<!-- NAME -->`` to ``<!-- /NAME -->``."""

from __future__ import annotations


def fill_section(page: str, name: str, text: str) -> str:
    """Replace the text of one marked section; the rest of the page stays as it is.

    Args:
        page: Markdown.
        name: Name of the section. If it occurs more than once, the first one is filled.
        text: New text between the marks.

    Returns:
        The new page.

    Raises:
        ValueError: If the page has no such section, or the section has no end mark.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"the page has no section {begin} ... {end}")
    return f"{before}{begin}\n{text}\n{end}{after}"
