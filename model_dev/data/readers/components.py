"""Names that belong together, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable


class Components:
    """Connected components of a graph whose nodes are names.

    Args:
        edges: Sets of names that belong together; a set of one is a node by itself.
    """

    def __init__(self, edges: Iterable[Iterable[str]]) -> None:
        self._parent: dict[str, str] = {}
        for names in edges:
            first, *others = names
            for other in (first, *others):
                self._join(first, other)

    def of(self, name: str) -> str:
        """The smallest name of the component; the name itself if it was never seen."""
        while self._parent.get(name, name) != name:
            name = self._parent[name]
        return name

    def _join(self, first: str, second: str) -> None:
        low, high = sorted((self.of(first), self.of(second)))
        self._parent[high] = low
        self._parent.setdefault(low, low)
