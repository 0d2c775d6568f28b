"""Which texts hang together (union and find)."""

from __future__ import annotations

from collections import Counter


class Clusters:
    """Texts, by number, that were joined."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}
        self._size: Counter[int] = Counter()

    def root(self, text: int) -> int:
        """The text that stands for the cluster of ``text``."""
        above = self._above.get(text, text)
        while above != text:
            further = self._above.get(above, above)
            self._above[text] = further
            text, above = above, further
        return text

    def size(self, text: int) -> int:
        """How many texts hang together with ``text``."""
        return max(self._size[self.root(text)], 1)

    def join(self, a: int, b: int) -> None:
        """Put two clusters together."""
        a, b = self.root(a), self.root(b)
        if a != b:
            if self.size(a) < self.size(b):
                a, b = b, a
            self._size[a] = self.size(a) + self.size(b)
            self._above[b] = a
